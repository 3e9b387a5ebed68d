import type { Problem } from '../../_shared/domain/report.ts';
import { decodeText } from '../formats/decode-text.ts';
import { problem } from '../problems.ts';
import type { DroppedFile } from '../reading/reading.ts';
import { endingOf, releaseIdOf, stemOf } from '../release-id-of.ts';
import { type Declaration, emptyDeclaration } from './declaration.ts';
import { maximumDeclarationLength, parseYaml } from './parse-declaration.ts';

/** A file of fields beside a release's texts. */
export interface Sidecar {
  key: string;
  declaration: Declaration;
}

export function isSidecar(key: string): boolean {
  return (
    releaseIdOf(key).role === 'sidecar' || (!key.startsWith('releases/') && /\.(?:ya?ml|json)$/i.test(key))
  );
}

/** What a sidecar declares: YAML, or JSON by its name. */
export function readSidecar(file: DroppedFile): Sidecar {
  return { key: file.key, declaration: declarationIn(file) };
}

function declarationIn(file: DroppedFile): Declaration {
  const name = file.key.split('/').at(-1) ?? file.key;
  const unread = (message: string) => emptyDeclaration(name, [problem('sidecar-unreadable', message)]);
  if (file.refused) return emptyDeclaration(name, [file.refused]);
  if (file.oversize || file.bytes.length > maximumDeclarationLength * 2)
    return unread(`“${name}” is far too large for a sidecar.`);
  const { text } = decodeText(file.bytes, 'text');
  if (endingOf(name) === 'json' && text.trim() !== '' && !isJson(text))
    return unread(`“${name}” is not valid JSON.`);
  return parseYaml(text, name, 0);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A sidecar belongs to the text with its name. `release.yaml`, or one with the release's name, belongs to all texts. */
export function declarationsFor(
  key: string,
  id: string,
  sidecars: readonly Sidecar[],
  texts: number,
): { own: Declaration[]; shared: Declaration[] } {
  const stem = stemOf(key);
  const own = sidecars.filter(
    (sidecar) => stemOf(sidecar.key) === stem && (texts === 1 || !isShared(sidecar.key, id)),
  );
  const shared = sidecars.filter((sidecar) => !own.includes(sidecar) && isShared(sidecar.key, id));
  return { own: own.map((one) => one.declaration), shared: shared.map((one) => one.declaration) };
}
function isShared(key: string, id: string): boolean {
  const stem = stemOf(key);
  return stem === 'release' || stem === id;
}

export function sidecarProblems(
  key: string,
  id: string,
  sidecars: readonly Sidecar[],
  texts: readonly string[],
): Problem[] {
  const own = sidecars.find((sidecar) => sidecar.key === key)?.declaration.problems ?? [];
  const belongs =
    texts.some((text) => stemOf(text) === stemOf(key)) || (texts.length > 0 && isShared(key, id));
  if (belongs) return own;
  const name = key.split('/').at(-1) ?? key;
  return [...own, problem('sidecar-alone', `“${name}” describes a release whose text has not arrived yet.`)];
}
