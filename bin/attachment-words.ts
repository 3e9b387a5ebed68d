import type { Style } from './command.ts';

const pictures = /\.(?:jpe?g|png|gif|webp)$/i;

/**
 * Says for each attachment whether the release uses it, and if not, how to include it. `attachments`: keys; `used`:
 * names as written in the release, relative to its folder; null if the release became no version.
 */
export function attachmentsInWords(
  attachments: readonly string[],
  used: ReadonlySet<string> | null,
  style: Style,
): string[] {
  return attachments.map((key) => {
    const name = nameIn(key);
    if (used?.has(name)) return `  ${style.good('✓')} used      ${name}`;
    if (used === null) return `  ${style.dim('–')} not used  ${name}: no version was made of the release`;
    const [field, alt] = pictures.test(name) ? ['images', ', alt: "what it shows"'] : ['attachments', ''];
    return `  ${style.caution('!')} not used  ${name}\n    ${style.dim('→')} To send it along, write into the release or into a sidecar: ${field}: [{ file: "${name}"${alt} }]`;
  });
}

/** The name as in `usedNames`: `images/a.jpg` for `releases/forum/images/a.jpg`. */
function nameIn(key: string): string {
  return plain(key.split('/').slice(2).join('/'));
}

/** Normalises a file name, so that two spellings of it are equal. */
export function plain(name: string): string {
  const [file = ''] = name.normalize('NFC').split(/[?#]/, 1);
  return file.replace(/^\.\//, '');
}
