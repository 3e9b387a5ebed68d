import type { Pace } from '../_shared/aws/pace-table.ts';
import type { ApproveDependencies } from '../_shared/decisions/approve-release.ts';
import type { JoinedRecipient } from '../_shared/deliveries/join-recipients.ts';
import type { Settling } from '../_shared/deliveries/settle-unknowns.ts';
import type { AudienceSummary, Exclusion } from '../_shared/domain/audience.ts';
import type { AuditLine } from '../_shared/domain/audit.ts';
import type { Card, List, Standing } from '../_shared/domain/contact.ts';
import type { Delivery } from '../_shared/domain/delivery.ts';
import type { RenderedEmail } from '../_shared/domain/email.ts';
import type { EmailName } from '../_shared/domain/email-key.ts';
import type { Newsroom } from '../_shared/domain/newsroom.ts';
import type { Text } from '../_shared/domain/release.ts';
import type { Report } from '../_shared/domain/report.ts';
import type { Segment } from '../_shared/domain/segment.ts';
import type { FormKeys } from './form.ts';
import type { ReleaseReaders } from './release-view.ts';

/** What the console's pages need of the newsroom. */
export interface ConsoleDependencies extends ReleaseReaders {
  newsroom: Newsroom;
  /** Null where sent mail is not kept. */
  inboxUrl: string | null;
  keys: FormKeys;
  life: ApproveDependencies;
  /** How many joined the lists since the proof; null when the audience is too large to look through. */
  countJoined: (releaseId: string, version: number, audience: AudienceSummary) => Promise<number | null>;
  readText: (key: string) => Promise<Text | null>;
  listProofs: (releaseId: string, version: number) => AsyncIterable<EmailName>;
  readProof: (releaseId: string, version: number, name: string) => Promise<RenderedEmail | null>;
  readReport: (file: string) => Promise<Report | null>;
  /** Who an edition concerns, each with their state; by contact id. */
  joinRecipients: (delivery: Delivery) => AsyncIterable<JoinedRecipient>;
  /** Who the edition leaves out, and why. */
  streamExclusions: (key: string) => AsyncIterable<Exclusion>;
  /** How many were decided; null when there is no such delivery. */
  settleUnknowns: (settling: Settling) => Promise<number | null>;
  /** Whether all sending has stopped, and since when; until when the daily quota is used up (epoch milliseconds). */
  readPace: () => Promise<Pick<Pace, 'openBecause' | 'openSince' | 'parkedUntil' | 'signUpsStoppedBecause'>>;
  /** False when nothing had stopped. */
  resumeSending: (by: string) => Promise<boolean>;
  readAudit: (subject: string) => AsyncIterable<AuditLine>;
  readAuditMonth: (month: string) => AsyncIterable<AuditLine>;
  contactIdOf: (address: string) => string;
  readCard: (contactId: string) => Promise<Card | null>;
  readStanding: (contactId: string) => Promise<Standing>;
  suppress: (contactId: string, act: Act) => Promise<void>;
  accredit: (contactId: string, act: Act) => Promise<void>;
  revoke: (contactId: string, act: Act) => Promise<void>;
  readLists: () => Promise<List[]>;
  streamList: (list: string, after?: string) => AsyncIterable<Card>;
  readSegments: () => Promise<Segment[]>;
}

/** What a person does to a contact. */
export interface Act {
  by: string;
  reason: string;
}
