/** What an object under `releases/` is to the reader. */
export type KeyRole = 'text' | 'sidecar' | 'sibling' | 'ignored';

const textEndings = new Set(['md', 'markdown', 'html', 'htm', 'docx', 'txt']);
const otherDocuments = new Set(['doc', 'odt', 'rtf', 'docm', 'dotx', 'dot', 'pages', 'wps']);
const sidecarEnding = /(?:\.meta)?\.(?:ya?ml|json)$/i;

/**
 * Which release an object belongs to and as what. `releases/<id>.<ext>` and `releases/<id>/…`; directory markers and
 * what editors and file managers leave behind are ignored. The id is NFC and holds no control character and no slash:
 * what could not stand in a key, a link or a log line is percent-encoded.
 */
export function releaseIdOf(key: string): { id: string; role: KeyRole } {
  const ignored = { id: '', role: 'ignored' as const };
  if (!key.startsWith('releases/') || key.endsWith('/')) return ignored;
  const path = key.slice('releases/'.length).split('/');
  const name = path.at(-1) ?? '';
  if (isLeftover(name) || path.some((part) => part === '__MACOSX')) return ignored;
  if (path.length === 1) {
    const stem = sidecarEnding.test(name) ? name.replace(sidecarEnding, '') : name.replace(/\.[^.]*$/, '');
    return { id: safeId(stem === '' ? name : stem), role: sidecarEnding.test(name) ? 'sidecar' : 'text' };
  }
  const id = safeId(path[0] ?? '');
  if (id === '') return ignored;
  const ending = endingOf(name);
  const isText = path.length === 2 && (textEndings.has(ending) || otherDocuments.has(ending));
  const isSidecar = path.length === 2 && sidecarEnding.test(name);
  return { id, role: isText ? 'text' : isSidecar ? 'sidecar' : 'sibling' };
}

function isLeftover(name: string): boolean {
  return (
    name === '' ||
    name.startsWith('.') ||
    name.startsWith('~$') ||
    name.startsWith('._') ||
    name.endsWith('~') ||
    /^(?:thumbs\.db|desktop\.ini|ehthumbs\.db|icon\r?)$/i.test(name) ||
    /\.(?:tmp|temp|part|crdownload|swp|lock|download)$/i.test(name) ||
    /^~.*\.(?:tmp|docx?)$/i.test(name) ||
    /^\.?~lock\./.test(name)
  );
}

function safeId(stem: string): string {
  const plain = stem.normalize('NFC');
  if (/^\.*$/.test(plain)) return [...plain].map(() => '%2E').join('');
  return plain.replace(
    /^ | $|[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\\/#?]|[\ud800-\udfff]/g,
    (character) => (/[\ud800-\udfff]/.test(character) ? character : encodeURIComponent(character)),
  );
}

/** The ending in lower case, without its dot. */
export function endingOf(name: string): string {
  return /\.([^./]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

/** `forum.vi` of `releases/forum/forum.vi.md`; without `.meta` for sidecars. */
export function stemOf(key: string): string {
  const name = (key.split('/').at(-1) ?? key).normalize('NFC');
  return sidecarEnding.test(name) ? name.replace(sidecarEnding, '') : name.replace(/\.[^.]*$/, '');
}
