import type { Newsroom } from '../../../functions/_shared/domain/newsroom.ts';
import { readFiles } from '../../../functions/accept-release/reading/read-files.ts';

/** A newsroom in Ha Noi with two beats. */
export const newsroom: Newsroom = {
  stage: 'test',
  name: 'Test newsroom',
  zone: 'Asia/Ho_Chi_Minh',
  defaultLanguage: 'en',
  sender: {
    name: 'Test newsroom',
    address: 'news@example.org',
    replyTo: 'press@example.org',
    domain: 'example.org',
  },
  desk: ['desk@example.org'],
  approval: 'required',
  overdueLimitSeconds: 7200,
  defaultList: 'press',
  vocabulary: {
    peacekeeping: { en: ['peacekeeping', 'peacekeepers'], vi: ['gìn giữ hòa bình'], zh: ['维和'] },
    gender: { en: ['women', 'gender'], vi: ['phụ nữ', 'bình đẳng giới'], zh: ['妇女'] },
  },
  embargoTerms: { version: '1' },
  signUps: { perNetworkAndHour: 30, perHour: 60, perMailboxAndDay: 3, hoursBetweenConfirmations: 1 },
  unknown: { graceSeconds: 60, embargoed: 'hold', otherwise: 'hold' },
  brand: {
    logoUrl: null,
    logoWidth: 1,
    logoHeight: 1,
    primary: '#123456',
    onPrimary: '#ffffff',
    address: [],
    website: 'https://example.org',
    social: [],
  },
  retention: { recipientDays: 30 },
};

export const now = '2025-06-10T00:00:00Z';

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Reads one file, with other files and siblings beside it, and gives back its report and the content. */
export async function read(
  name: string,
  content: string | Uint8Array,
  options: {
    beside?: Record<string, string>;
    siblings?: string[];
    now?: string;
    zone?: string;
    zoneIsGiven?: boolean;
  } = {},
) {
  const files = [{ key: `releases/${name}`, bytes: typeof content === 'string' ? bytes(content) : content }];
  for (const [other, text] of Object.entries(options.beside ?? {}))
    files.push({ key: `releases/${other}`, bytes: bytes(text) });
  const siblings = (options.siblings ?? []).map((key) => ({ key: `releases/${key}`, size: 1000 }));
  const id = name.includes('/') ? (name.split('/')[0] ?? '') : name.replace(/\.[^.]*$/, '');
  const reading = await readFiles(
    { id, files, siblings },
    {
      newsroom: { ...newsroom, zone: options.zone ?? newsroom.zone },
      now: options.now ?? now,
      zoneIsGiven: options.zoneIsGiven,
    },
  );
  const [first] = reading.reports;
  if (!first) throw new Error('no report');
  const { report } = first;
  return {
    ...report,
    ...report.release,
    codes: report.problems.map((one) => one.code),
    html: first.html,
    content: reading.content,
    reports: reading.reports,
  };
}
