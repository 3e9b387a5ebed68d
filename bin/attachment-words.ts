import type { Style } from './command.ts';

const pictures = /\.(?:jpe?g|png|gif|webp)$/i;

/**
 * Of each attachment whether the release uses it, and how to make it do so. `attachments`: keys; `used`: names as the
 * release has them, relative to its folder; null when no version was made of it.
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

/** `images/a.jpg` of `releases/forum/images/a.jpg`, as `usedNames` has it. */
function nameIn(key: string): string {
  return plain(key.split('/').slice(2).join('/'));
}

/** Names of files as two spellings of one are equal. */
export function plain(name: string): string {
  return name
    .normalize('NFC')
    .replace(/^\.\//, '')
    .replace(/[?#].*$/, '');
}
