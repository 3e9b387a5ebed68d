import type { Newsroom } from '../../_shared/domain/newsroom.ts';
import type { Assumption, Instant, Problem } from '../../_shared/domain/report.ts';
import type { Merged } from '../declarations/merge-declarations.ts';
import { languageCode } from '../fields/detect-language.ts';
import { understand } from '../fields/understand.ts';
import type { Understanding } from '../fields/understanding.ts';
import type { Source } from '../formats/source.ts';
import type { Provenance } from './reading.ts';
import type { Sibling } from './same-file.ts';
import { settleAttachments } from './settle-attachments.ts';
import { settleContacts } from './settle-contacts.ts';
import { declaredDate, declaredPlace, settleDateline } from './settle-dateline.ts';
import { settleEmbargo } from './settle-embargo.ts';
import { type SettledImages, settleImages } from './settle-images.ts';
import { declaredLanguage, languageInName, settleLanguage } from './settle-language.ts';
import { settleSendAt } from './settle-send-at.ts';
import { settleSender } from './settle-sender.ts';
import { settleSubtitle, settleTitle } from './settle-title.ts';
import { settleTopics } from './settle-topics.ts';
import { type Settled, settled } from './settled.ts';
import type { SettledFields, TextFields } from './text-fields.ts';

export interface TextContext {
  newsroom: Newsroom;
  now: Instant;
  zoneIsGiven: boolean;
  /** The release's id. */
  id: string;
}

/** A text with what is declared for it and what lies beside it. */
export interface DeclaredText {
  key: string;
  source: Source;
  merged: Merged;
  siblings: readonly Sibling[];
}

export interface SettledText extends Told {
  understanding: Understanding;
  values: TextFields;
  /** For each picture as it was read, the picture as it is settled. */
  byFound: SettledImages['byFound'];
}

/** Understands a text and settles every field of it, each out of what is declared and what the text says. */
export function settleFields(text: DeclaredText, context: TextContext): SettledText {
  const early = settleEarly(text, context);
  const understanding = understand(text.source, {
    zone: context.newsroom.zone,
    zoneIsGiven: context.zoneIsGiven,
    now: context.now,
    language: early.language.value,
    place: early.place,
    date: early.date.value,
  });
  const fields = settleAll(text, early, understanding, context);
  const { dateline, contacts, leftOut } = understanding;
  const told = joined(fields);
  return {
    understanding,
    values: valuesOf(fields),
    byFound: fields.images.byFound,
    problems: [
      ...early.date.problems,
      ...early.language.problems,
      ...leftOut,
      ...dateline.problems,
      ...contacts.problems,
      ...told.problems,
    ],
    assumptions: [...contacts.assumptions, ...told.assumptions],
    provenance: told.provenance,
  };
}

/** Declared fields that are needed to understand the text. */
interface Early {
  place: string | null;
  date: Settled<string | null>;
  language: Settled<TextFields['language']>;
}

function settleEarly({ key, merged: { values, origin } }: DeclaredText, { id }: TextContext): Early {
  const dateOrigin = origin.dateline?.line == null ? origin.date : origin.dateline;
  return {
    place: declaredPlace(values),
    date: declaredDate(values, dateOrigin),
    language: declaredLanguage(values.language, origin.language, languageInName(key, id)),
  };
}

function settleAll(
  { source, merged, siblings }: DeclaredText,
  early: Early,
  understanding: Understanding,
  { newsroom, now }: TextContext,
): SettledFields & { images: SettledImages } {
  const { values, origin } = merged;
  const { headline, lines, embargoContext } = understanding;
  const stated = source.statedLanguage === null ? null : languageCode(source.statedLanguage);
  const shown = { detected: understanding.language, stated };
  const language = settleLanguage(early.language, shown, newsroom.defaultLanguage);
  const title = settleTitle(values.title, origin.title, headline.title, lines[0]?.at ?? 1);
  const subtitle = settleSubtitle(values, origin.subtitle, headline, title.value);
  const embargo = settleEmbargo(values.embargo, origin.embargo, understanding.embargo, embargoContext);
  // Two declarations disagree: neither counts.
  const agreed = merged.contradicted.has('embargo') ? { ...embargo, value: null } : embargo;
  return {
    language,
    title,
    subtitle,
    dateline: settleDateline(
      {
        place: early.place,
        city: typeof values.dateline === 'object' ? (values.dateline?.city ?? null) : null,
        date: early.date,
        origin: values.dateline ? origin.dateline : origin.date,
      },
      understanding.dateline,
      now,
    ),
    contacts: settleContacts(values, origin.contacts, understanding.contacts),
    embargo: agreed,
    sendAt: settleSendAt(values.sendAt, origin.sendAt, agreed.value, embargoContext),
    images: settleImages(understanding.composed.images, values.images, siblings),
    attachments: settleAttachments(values.attachments, siblings),
    topics: settleTopics(
      values,
      {
        headline: `${title.value ?? ''} ${subtitle.value ?? ''}`,
        body: bodyTextOf(understanding),
        language: language.value,
      },
      newsroom,
    ),
    regions: settled(values.regions ?? []),
    sender: settleSender(values.sender),
  };
}

function bodyTextOf({ lines, roles }: Understanding): string {
  return lines
    .filter(({ id }) => roles[id] === 'body')
    .map(({ text }) => text)
    .join('\n');
}

interface Told {
  problems: Problem[];
  assumptions: Assumption[];
  provenance: Record<string, Provenance>;
}

/** The problems, assumptions and provenance of all fields, in the order of the fields. */
function joined(fields: SettledFields): Told {
  const all = Object.values(fields);
  return {
    problems: all.flatMap(({ problems }) => problems),
    assumptions: all.flatMap(({ assumptions }) => assumptions),
    provenance: Object.fromEntries(
      Object.entries(fields).flatMap(([name, { provenance }]) => (provenance ? [[name, provenance]] : [])),
    ),
  };
}

function valuesOf(fields: SettledFields): TextFields {
  return {
    language: fields.language.value,
    title: fields.title.value,
    subtitle: fields.subtitle.value,
    dateline: fields.dateline.value,
    contacts: fields.contacts.value,
    embargo: fields.embargo.value,
    sendAt: fields.sendAt.value,
    images: fields.images.value,
    attachments: fields.attachments.value,
    topics: fields.topics.value,
    regions: fields.regions.value,
    sender: fields.sender.value,
  };
}
