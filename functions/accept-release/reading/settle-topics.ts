import type { Language, Newsroom } from '../../_shared/domain/newsroom.ts';
import type { Problem } from '../../_shared/domain/report.ts';
import type { Declared } from '../declarations/declared-schema.ts';
import { findTopics } from '../fields/find-topics.ts';
import { problem } from '../problems.ts';
import { type Settled, settled } from './settled.ts';

/** Where topics are looked for when none are declared. */
export interface TopicText {
  headline: string;
  body: string;
  language: Language | null;
}

/** The topics: as declared, else found with the newsroom's vocabulary. Found topics propose an audience. */
export function settleTopics(
  { topics: declared, lists, segments }: Pick<Declared, 'topics' | 'lists' | 'segments'>,
  { headline, body, language }: TopicText,
  { vocabulary, defaultList }: Newsroom,
): Settled<string[]> {
  if (declared) return settled(declared, { problems: unknownAmong(declared, vocabulary) });
  if (language === null) return settled([]);
  const topics = findTopics(headline, body, language, vocabulary);
  if (lists || segments) return settled(topics);
  const also = topics.length > 0 ? ` and contacts for ${topics.join(', ')}` : '';
  return settled(topics, {
    assumptions: [
      { field: 'audience', message: `no audience declared; proposed: the list “${defaultList}”${also}` },
    ],
  });
}

function unknownAmong(topics: readonly string[], vocabulary: Newsroom['vocabulary']): Problem[] {
  const known = Object.keys(vocabulary);
  const unknown = topics.find((topic) => vocabulary[topic] === undefined);
  if (unknown === undefined || known.length === 0) return [];
  return [
    problem(
      'field-invalid',
      `“${unknown}” is not one of the newsroom’s topics.`,
      { field: 'topics' },
      `Use one of: ${known.join(', ')}.`,
    ),
  ];
}
