/**
 * Measures how fast releases are read: `node bench/reading.ts [files]` (200 per format without an argument). Reads
 * different releases of about 5 kB in each format. Prints a line per format with files per second and the growth of
 * this process's memory.
 */
import { readFiles } from '../functions/accept-release/reading/read-files.ts';
import { configuration } from '../infra/configuration.ts';
import { paragraph, wordDocument } from '../test/functions/accept-release/word-document.ts';

export interface ReadingFigure {
  format: string;
  files: number;
  filesPerSecond: number;
  peakMegabytes: number;
}

const encode = (text: string) => new TextEncoder().encode(text);
const headline = (n: number) =>
  `Forum number ${n} on women in peacekeeping opens with delegates from twenty countries`;
const sentences = (n: number) =>
  Array.from(
    { length: 24 },
    (_, i) =>
      `Delegates of group ${n * 24 + i} agreed on a plan of action for the coming years, and on who carries out each of its points, by when, and with whose help.`,
  );
const contact = 'Media contact: Jane Doe, UN Women, jane@example.org, +84 24 3850 0100';
const embargo = 'EMBARGOED UNTIL 9:00 a.m., 12 June 2025';
const paragraphs = (n: number) => [
  `HA NOI, Viet Nam – 12 June 2025 – ${sentences(n)[0]}`,
  ...Array.from({ length: 8 }, (_, i) =>
    sentences(n)
      .slice(i * 3, i * 3 + 3)
      .join(' '),
  ),
];

const formats: Record<string, (n: number) => Uint8Array> = {
  md: (n) => encode([embargo, `# ${headline(n)}`, ...paragraphs(n), '###', contact].join('\n\n')),
  txt: (n) => encode([embargo, 'PRESS RELEASE', headline(n), ...paragraphs(n), 'ENDS', contact].join('\n\n')),
  html: (n) =>
    encode(
      `<!doctype html><html lang="en"><head><title>${headline(n)}</title></head><body><nav><a href="/">Home</a></nav><main><p>${embargo}</p><h1>${headline(n)}</h1>${paragraphs(
        n,
      )
        .map((text) => `<p>${text}</p>`)
        .join('')}<p>${contact}</p></main></body></html>`,
    ),
  docx: (n) =>
    wordDocument(
      [
        paragraph(headline(n), 'Heading1'),
        ...paragraphs(n).map((text) => paragraph(text)),
        paragraph(contact),
      ].join(''),
      { headers: [embargo] },
    ),
};

/** Reads `count` releases of each format, one after another. An additional first one loads the parser. */
export async function benchReading(count: number): Promise<ReadingFigure[]> {
  const { newsroom } = configuration('local');
  const figures: ReadingFigure[] = [];
  for (const [format, make] of Object.entries(formats)) {
    const files = Array.from({ length: count + 1 }, (_, n) => make(n));
    const read = (bytes: Uint8Array, n: number) =>
      readFiles(
        { id: `r${n}`, files: [{ key: `releases/r${n}.${format}`, bytes }], siblings: [] },
        { newsroom, now: '2025-06-10T00:00:00Z' },
      );
    const [first, ...rest] = files;
    if (first) await read(first, 0);
    const before = process.memoryUsage().rss;
    let peak = before;
    const started = performance.now();
    for (const [n, bytes] of rest.entries()) {
      const { reports } = await read(bytes, n + 1);
      if (reports[0]?.report.status !== 'accepted')
        throw new Error(`${format}: release ${n} was not accepted`);
      if (n % 20 === 0) peak = Math.max(peak, process.memoryUsage().rss);
    }
    const seconds = (performance.now() - started) / 1000;
    figures.push({
      format,
      files: count,
      filesPerSecond: Math.round(count / seconds),
      peakMegabytes: Math.round((peak - before) / 1e6),
    });
  }
  return figures;
}

if (import.meta.main)
  for (const { format, files, filesPerSecond, peakMegabytes } of await benchReading(
    Number(process.argv[2] ?? 200),
  ))
    console.log(
      `${format.padEnd(5)} ${files} files, ${filesPerSecond} files/s, ${peakMegabytes} MB more memory at the peak`,
    );
