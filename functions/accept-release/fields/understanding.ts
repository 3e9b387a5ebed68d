import type { Language } from '../../_shared/domain/newsroom.ts';
import type { Instant, Problem } from '../../_shared/domain/report.ts';
import type { Line, Margin } from '../formats/source.ts';
import type { InstantContext } from '../moments/instant.ts';
import type { Composed } from './compose-body.ts';
import type { DetectedLanguage } from './detect-language.ts';
import type { EmbargoSearch } from './embargo.ts';
import type { Headline } from './find-headline.ts';
import type { TextContacts } from './read-contacts.ts';
import type { FoundDateline } from './read-dateline.ts';
import type { Role, Span } from './roles.ts';

/** What a text says itself: each of its lines with a role, and each field as found. */
export interface Understanding {
  lines: Line[];
  /** What stands beside the text. */
  margins: Margin[];
  roles: Role[];
  spans: Span[];
  headline: Pick<Headline, 'title' | 'subtitle' | 'twin'>;
  dateline: FoundDateline;
  contacts: TextContacts;
  embargo: EmbargoSearch;
  embargoContext: InstantContext;
  language: DetectedLanguage;
  composed: Composed;
  /** Problems with what was left out around the text. */
  leftOut: Problem[];
}

export interface UnderstandContext {
  zone: string;
  zoneIsGiven: boolean;
  now: Instant;
  /** Declared or named in the file's name; else detected. */
  language: Language | null;
  /** A declared place decides about zones as a found one does. */
  place: string | null;
  date: string | null;
}
