import type { Language } from '../../_shared/domain/newsroom.ts';
import type { Assumption, Dateline, Instant, MediaContact, Problem } from '../../_shared/domain/report.ts';
import type { Line, Margin } from '../formats/source.ts';
import type { InstantContext } from '../moments/read-instant.ts';
import type { Composed } from './compose-body.ts';
import type { DetectedLanguage } from './detect-language.ts';
import type { EmbargoSearch } from './find-embargo.ts';
import type { Headline } from './find-headline.ts';
import type { FoundText, Role, Span } from './roles.ts';

export interface Understanding {
  lines: Line[];
  /** What stands beside the text. */
  margins: Margin[];
  roles: Role[];
  spans: Span[];
  title: FoundText | null;
  subtitle: FoundText | null;
  headlineTwin: Headline['twin'];
  dateline: Dateline;
  datelineAt: number | null;
  /** True when the date comes from the page's metadata, not from its text. */
  dateFromPage: boolean;
  contacts: MediaContact[];
  contactsAt: number | null;
  embargo: EmbargoSearch;
  embargoContext: InstantContext;
  language: DetectedLanguage;
  composed: Composed;
  problems: Problem[];
  assumptions: Assumption[];
}

export interface UnderstandContext {
  zone: string;
  zoneIsGiven: boolean;
  now: Instant;
  /** Declared or named in the file's name; else detected. */
  language: Language | null;
  /** A declared place settles zones like a found one. */
  place: string | null;
  date: string | null;
}
