import type { AuditStore } from '../_shared/aws/audit-store.ts';
import type { ContactTable } from '../_shared/aws/contact-table.ts';
import type { ListTable } from '../_shared/aws/list-table.ts';
import type { Pace } from '../_shared/aws/pace-table.ts';
import type { RecipientsFile } from '../_shared/aws/recipients-file.ts';
import type { RenderedEmails } from '../_shared/aws/rendered-emails.ts';
import type { ReportStore } from '../_shared/aws/report-store.ts';
import type { SegmentTable } from '../_shared/aws/segment-table.ts';
import type { TextStore } from '../_shared/aws/text-store.ts';
import type { ApproveDependencies } from '../_shared/decisions/approve-release.ts';
import type { JoinedCounter } from '../_shared/decisions/connect-life.ts';
import type { OneMoreDependencies } from '../_shared/decisions/send-to-one-more.ts';
import type { JoinedRecipient } from '../_shared/deliveries/join-recipients.ts';
import type { Settling } from '../_shared/deliveries/settle-unknowns.ts';
import type { Alarm } from '../_shared/domain/alarm.ts';
import type { Delivery } from '../_shared/domain/delivery.ts';
import type { Newsroom } from '../_shared/domain/newsroom.ts';
import type { Articles } from './alarms-page.ts';
import type { FormKeys } from './form.ts';
import type { ReleaseReaders } from './release-view.ts';
import type { SignIn } from './sign-in/sign-in.ts';

/** The external functions that the console's pages need. */
export interface ConsoleDependencies
  extends ReleaseReaders,
    Pick<TextStore, 'readText'>,
    Pick<RenderedEmails, 'listEmailNames' | 'readRenderedEmail'>,
    Pick<ReportStore, 'readReport'>,
    Pick<RecipientsFile, 'streamExclusions'>,
    Pick<AuditStore, 'readTrailOf' | 'readTrailOfMonth'>,
    Pick<ContactTable, 'readCard' | 'readStanding' | 'streamList'>,
    Pick<ListTable, 'readLists'>,
    Pick<SegmentTable, 'readSegments'>,
    JoinedCounter {
  newsroom: Newsroom;
  /** Null if sent mail is not kept. */
  inboxUrl: string | null;
  /** The alarms of the newsroom. Null if CloudWatch does not answer: no page waits or fails for it. */
  readAlarms: () => Promise<readonly Alarm[] | null>;
  articles: Articles;
  keys: FormKeys;
  life: ApproveDependencies;
  /** For sending a release to one more person. */
  oneMore: OneMoreDependencies;
  /** The recipients of an edition with their states, in the order of contact ids. */
  joinRecipients: (delivery: Delivery) => AsyncIterable<JoinedRecipient>;
  /** Returns how many were decided. Null if there is no such delivery. */
  settleUnknowns: (settling: Settling) => Promise<number | null>;
  /**
   * Why and since when all sending is stopped; until when the daily quota is used up (epoch milliseconds); why and since
   * when confirmations of sign-ups are stopped.
   */
  readPace: () => Promise<
    Pick<
      Pace,
      'openBecause' | 'openSince' | 'pause' | 'parkedUntil' | 'signUpsStoppedBecause' | 'signUpsStoppedSince'
    >
  >;
  /** False if nothing was paused. */
  endPause: (by: string) => Promise<boolean>;
  /** False if sending was not stopped. */
  resumeSending: (by: string) => Promise<boolean>;
  contactIdOf: (address: string) => string;
  suppress: (contactId: string, act: Act) => Promise<void>;
  accredit: (contactId: string, act: Act) => Promise<void>;
  revoke: (contactId: string, act: Act) => Promise<void>;
}

/** What the pages need before anybody is signed in: the keys of their forms have no person yet. */
export interface ConsolePagesDependencies extends Omit<ConsoleDependencies, 'keys'> {
  keys: Omit<FormKeys, 'actor'>;
  signIn: Pick<SignIn, 'actorOf' | 'begin' | 'page' | 'end'>;
}

/** An act of a person on a contact. */
export interface Act {
  by: string;
  reason: string;
}
