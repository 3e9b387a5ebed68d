import type { Block } from '../../_shared/domain/document.ts';
import type { Text } from '../../_shared/domain/release.ts';
import type { Assumption, Problem } from '../../_shared/domain/report.ts';
import type { Declaration } from '../declarations/declaration.ts';
import type { Declared } from '../declarations/declared-schema.ts';
import { mergeDeclarations } from '../declarations/merge-declarations.ts';
import { takeDeclaration } from '../declarations/take-declaration.ts';
import { textOfBlocks } from '../fields/block-text.ts';
import type { Understanding } from '../fields/understanding.ts';
import { sniffKind } from '../formats/sniff-kind.ts';
import { maximumBytes } from '../limits.ts';
import { problem } from '../problems.ts';
import { findGaps } from './find-gaps.ts';
import { openSource } from './open-source.ts';
import type { DroppedFile, Provenance } from './reading.ts';
import type { Sibling } from './same-file.ts';
import { settleFields, type TextContext } from './settle-fields.ts';
import { noFields, type TextFields } from './text-fields.ts';
import { textOf } from './text-of.ts';

/** One text of a release, read and merged with what was declared for it. */
export interface TextReading extends TextFields {
  key: string;
  name: string;
  understanding: Understanding | null;
  declared: Declared;
  problems: Problem[];
  assumptions: Assumption[];
  provenance: Record<string, Provenance>;
  /** Null when rejected. */
  text: Text | null;
}

/** Declarations from sidecars: for this text alone, and for all texts of the release. */
interface Declarations {
  own: Declaration[];
  shared: Declaration[];
}

export function readText(
  file: DroppedFile,
  declarations: Declarations,
  siblings: readonly Sibling[],
  context: TextContext,
): TextReading {
  const name = file.key.split('/').at(-1) ?? file.key;
  const unread = unreadText(file.key, name);
  const kind = file.refused ?? (file.oversize ? tooLarge(name) : sniffKind(file.key, file.bytes));
  if (typeof kind !== 'string')
    return { ...unread, problems: [kind, ...declarations.own.flatMap((one) => one.problems)] };
  const limit = kind === 'docx' ? maximumBytes.docx : maximumBytes.text;
  if (file.bytes.length > limit) return { ...unread, problems: [tooLarge(name)] };
  const opened = openSource(kind, file.bytes);
  const taken = opened.source && takeDeclaration(opened.source);
  const all = [
    ...[opened.declaration, taken?.declaration].flatMap((one) => one ?? []),
    ...declarations.own,
    ...declarations.shared,
  ];
  const merged = mergeDeclarations(all);
  const problems = [...opened.problems, ...all.flatMap((one) => one.problems), ...merged.problems];
  const { assumptions } = opened;
  if (!taken) return { ...unread, declared: merged.values, problems, assumptions };
  const fields = settleFields({ key: file.key, source: taken.source, merged, siblings }, context);
  const { understanding, provenance } = fields;
  return {
    ...fields.values,
    key: file.key,
    name,
    understanding,
    declared: merged.values,
    problems: [
      ...problems,
      ...taken.problems,
      ...fields.problems,
      ...(understanding.composed.body.some(hasWords) ? [] : [noBody()]),
      ...findGaps(understanding),
    ],
    assumptions: [...assumptions, ...fields.assumptions],
    provenance,
    text: textOf(fields, merged.values),
  };
}

function tooLarge(name: string): Problem {
  return problem('file-too-large', `“${name}” is larger than the text of a release can be.`);
}

function noBody(): Problem {
  return problem('body-missing', 'There is no text below the headline.', { field: 'body' });
}

function hasWords(block: Block): boolean {
  return textOfBlocks([block]).trim() !== '';
}

function unreadText(key: string, name: string): TextReading {
  return {
    ...noFields,
    key,
    name,
    understanding: null,
    declared: {},
    problems: [],
    assumptions: [],
    provenance: {},
    text: null,
  };
}
