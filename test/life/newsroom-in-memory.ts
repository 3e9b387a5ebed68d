import { createHash } from 'node:crypto';
import type { ApproveDependencies } from '../../functions/_shared/decisions/approve-release.ts';
import { moveRelease } from '../../functions/_shared/decisions/move-release.ts';
import {
  recordEditionArmed,
  recordEditionOverdue,
  recordEditionSent,
  recordEditionStopped,
} from '../../functions/_shared/decisions/record-edition.ts';
import type { SweepDependencies } from '../../functions/_shared/decisions/sweep-releases.ts';
import type { JoinedRecipient } from '../../functions/_shared/deliveries/join-recipients.ts';
import type { AudienceSummary, Recipient } from '../../functions/_shared/domain/audience.ts';
import type { AuditLine } from '../../functions/_shared/domain/audit.ts';
import { goodStanding, type Standing } from '../../functions/_shared/domain/contact.ts';
import type { Delivery as StoredDelivery } from '../../functions/_shared/domain/delivery.ts';
import { type Edition, isOwed } from '../../functions/_shared/domain/release.ts';
import {
  isHeldBack,
  isPaused,
  type Live,
  type Release,
} from '../../functions/_shared/domain/release-life.ts';
import type { Effect } from '../../functions/_shared/domain/release-moves.ts';
import { deliveryIdOf } from '../../functions/_shared/domain/release-tag.ts';
import { needsAccreditation, sendGate } from '../../functions/_shared/domain/send-gate.ts';
import { chooseRecipients } from '../../functions/arm-delivery/choose-recipients.ts';

/** A bug that is added on purpose. The histories must find it. */
export type Mutant =
  | 'no-gate'
  | 'no-claim'
  | 'no-trail'
  | 'no-accreditation'
  | 'no-look-for-twins'
  | 'names-the-latest'
  | 'tells-no-move'
  | 'broken-for-good'
  | null;

export class Crash extends Error {}

export interface Person {
  contactId: string;
  standing: Standing;
  isOnList: boolean;
}

export interface Sent {
  contactId: string;
  deliveryId: string;
  version: number;
  edition: Edition;
  at: number;
  wasAccredited: boolean;
  /** The version that the mail was about. */
  holds: number;
}

interface Delivery {
  deliveryId: string;
  version: number;
  edition: Edition;
  /** The embargo of its version when it was armed. */
  embargo: string | null;
  recipients: {
    contactId: string;
    holds: number;
    state: 'pending' | 'open' | 'sent' | 'unknown' | 'left-out' | 'stopped';
  }[];
}

/** The editions that arm-delivery reads, for one version: the last one sent comes first. */
const chosenFrom = ['correction', 'general', 'lift-notice', 'embargo-moved', 'embargoed'] as const;
const joinedStates = {
  pending: 'pending',
  open: 'sending',
  sent: 'sent',
  unknown: 'unknown',
  'left-out': 'left-out',
  stopped: 'left-out',
} as const;

function recipientOf({ contactId, standing }: Person): Recipient {
  return {
    contactId,
    email: contactId,
    name: null,
    language: 'en',
    zone: null,
    list: 'press',
    accredited: standing.accreditation !== null,
  };
}

async function* streamOf<T>(all: readonly T[]): AsyncGenerator<T> {
  yield* all;
}

type Job = { effect: Effect; at: number };

const releaseId = 'forum';
export const overdueLimitSeconds = 7200;

/**
 * A newsroom with one release and a few contacts, in memory: the real moves, decisions and send gate, queues that
 * repeat and reorder messages, and a machine that can crash at any call of a dependency.
 */
export class NewsroomInMemory {
  now = Date.parse('2026-03-01T08:00:00Z');
  readonly people: Person[];
  readonly sent: Sent[] = [];
  readonly audit = new Map<string, AuditLine>();
  readonly jobs: Job[] = [];
  readonly deliveries = new Map<string, Delivery>();
  readonly audiences = new Map<string, Person[]>();
  /** Number of calls until the machine crashes; null if it does not. */
  callsToLive: number | null = null;
  head: string | null = null;
  /** What the desk declared and decided, recorded separately from the head. The promises are checked against it. */
  readonly declared = new Map<number, { embargo: string | null; sendAt: string | null; policy: string }>();
  readonly approved = new Map<number, { at: number; audience: Set<string>; people: number }>();
  liftAsked = false;
  /** When somebody ended the embargo of a version. This does not affect the next version's embargo. */
  readonly brokenAt = new Map<number, number>();
  killAsked = false;
  refusedForTwin = false;
  /** The embargoes on the same text in another release, each from one revision of this release to another. */
  readonly twins: { from: number; to: number; until: number }[] = [];
  /** Accredited contacts who were refused the embargoed edition although its embargo was in force. */
  readonly refusedEarly: string[] = [];
  /** Since when the release is public on the web, according to the deliveries. */
  publicSince = Number.POSITIVE_INFINITY;
  private readonly mutant: Mutant;

  constructor(mutant: Mutant) {
    this.mutant = mutant;
    this.people = ['a', 'b', 'c', 'd', 'e'].map((name, i) => ({
      contactId: name,
      isOnList: i < 4,
      standing: { ...goodStanding(name), accreditation: i < 2 ? accreditation : null },
    }));
  }

  get release(): Release | null {
    return this.head === null ? null : JSON.parse(this.head);
  }

  /** Every call of a dependency passes through here. The machine may crash before or right after the call. */
  private step<T>(call: () => T): Promise<T> {
    if (this.callsToLive === 0) return Promise.reject(new Crash());
    const result = call();
    if (this.callsToLive !== null && --this.callsToLive === 0) return Promise.reject(new Crash());
    return Promise.resolve(result);
  }

  readonly life: ApproveDependencies & SweepDependencies = {
    now: () => new Date(this.now),
    readHead: () => this.step(() => this.release),
    putRelease: (release) =>
      this.step(() => {
        if ((this.release?.revision ?? 0) !== release.revision - 1) return false;
        this.noteBroken(release);
        const { broken } = this.mutant === 'broken-for-good' ? (this.release ?? release) : release;
        this.head = JSON.stringify({ ...release, broken: release.broken ?? broken });
        return true;
      }),
    appendAuditOnce: (line, id) =>
      this.step(() => {
        if (this.mutant !== 'no-trail') this.audit.set(id, line);
      }),
    carryOut: (effect) =>
      this.step(() => {
        this.jobs.push({ effect, at: effect.kind === 'arm' ? Date.parse(effect.at) : this.now });
      }),
    embargoElsewhere: () =>
      this.step(() => {
        const twin = this.twins.find(({ to, until }) => to === Number.POSITIVE_INFINITY && until > this.now);
        if (!twin || this.mutant === 'no-look-for-twins') return null;
        return { releaseId: 'budget', until: new Date(twin.until).toISOString(), inWords: 'then' };
      }),
    listReleases: (which) => this.list(which),
    overdueLimitSeconds,
  };

  /** From now on another release has the same text under an embargo (or no longer, if null). */
  placeTwin(until: number | null): void {
    const revision = this.release?.revision ?? 0;
    for (const twin of this.twins) twin.to = Math.min(twin.to, revision);
    if (until !== null) this.twins.push({ from: revision, to: Number.POSITIVE_INFINITY, until });
  }

  private async *list(which: 'open' | 'settled'): AsyncGenerator<Release> {
    const { release } = this;
    // The release is listed as open only. Whether it is open or settled matters for cost only.
    if (release && which === 'open') yield release;
  }

  private choose(): Person[] {
    return this.people.filter(({ isOnList, standing }) => isOnList && !standing.suppressed);
  }

  /** Does what compose-emails does, without rendering. */
  async compose(version: number): Promise<void> {
    const release = await this.life.readHead(releaseId);
    if (!release) return;
    for (const { edition, state } of release.live?.version === version ? release.live.editions : [])
      if (state === 'planned' && (edition === 'kill' || (edition === 'lift-notice' && release.broken)))
        await this.arm(version, edition);
    if (release.candidate?.version !== version || release.candidate.state !== 'composing') return;
    const audience = await this.step(() => this.freeze());
    await moveRelease(this.life, releaseId, async () => ({
      act: 'compose',
      by: 'compose-emails',
      version,
      audience,
      elsewhere: await this.life.embargoElsewhere(release),
    }));
  }

  private freeze(): AudienceSummary {
    const chosen: Person[] = JSON.parse(JSON.stringify(this.choose()));
    const hash = createHash('sha256')
      .update(
        chosen.map(({ contactId, standing }) => `${contactId}${standing.accreditation !== null}`).join(),
      )
      .digest('hex');
    const recipientsKey = `${hash}@${this.now}`;
    this.audiences.set(recipientsKey, chosen);
    return {
      hash,
      recipientsKey,
      exclusionsKey: '',
      recipients: chosen.length,
      accredited: chosen.filter(({ standing }) => standing.accreditation).length,
      byLanguage: {},
      byList: {},
      exclusions: {},
    };
  }

  /** Does what arm-delivery does: selects the recipients of an edition from the approved audience. */
  async arm(version: number, edition: Edition): Promise<void> {
    const release = await this.life.readHead(releaseId);
    const planned = release?.live?.editions.find((one) => one.edition === edition);
    if (!release?.live || release.live.version !== version || !planned) return;
    if (planned.state !== 'planned' || isHeldBack(release, edition)) return;
    if (!isOwed(edition) && this.now - Date.parse(planned.dueAt) > overdueLimitSeconds * 1000) {
      await recordEditionOverdue(this.life, { releaseId, version, edition });
      return;
    }
    const recipients = await this.recipientsOf(release, release.live, edition);
    await this.step(() => {
      if (this.deliveries.has(planned.deliveryId)) return;
      this.deliveries.set(planned.deliveryId, {
        deliveryId: planned.deliveryId,
        version,
        edition,
        embargo: release.live?.embargo ?? null,
        recipients,
      });
    });
    await recordEditionArmed(this.life, { releaseId, version, edition });
  }

  /** Chooses recipients like arm-delivery, from the current states. */
  private async recipientsOf(
    { sentVersions }: Release,
    live: Live,
    edition: Edition,
  ): Promise<Delivery['recipients']> {
    if (edition === 'embargo-moved' && this.mutant === 'tells-no-move') return [];
    const frozen = (this.audiences.get(live.audience.recipientsKey) ?? []).map(recipientOf);
    const of = (version: number) =>
      chosenFrom.flatMap((name) => this.deliveries.get(deliveryIdOf(releaseId, version, name)) ?? []);
    const told = (delivery: Delivery) => this.asStored(delivery, live);
    const current = of(live.version).map(told);
    const earlier = sentVersions.filter((version) => version !== live.version).flatMap(of);
    const chosen = chooseRecipients(live, edition, {
      audience: () => streamOf(frozen),
      embargoed: current.find((one) => one.edition === 'embargoed') ?? null,
      current,
      earlier: earlier.map(told),
      join: ({ deliveryId }) => streamOf(this.joined(deliveryId)),
    });
    const recipients = await Array.fromAsync(chosen);
    return recipients.flatMap((one) => {
      if (one.kind === 'exclusion') return [];
      const holds = this.mutant === 'names-the-latest' ? undefined : one.recipient.holds;
      return [
        { contactId: one.recipient.contactId, holds: holds ?? live.version, state: 'pending' as const },
      ];
    });
  }

  private joined(deliveryId: string): JoinedRecipient[] {
    const { recipients = [], version } = this.deliveries.get(deliveryId) ?? {};
    return recipients.flatMap(({ contactId, holds, state }) => {
      const person = this.people.find((one) => one.contactId === contactId);
      if (!person) return [];
      const recipient = { ...recipientOf(person), holds: holds === version ? undefined : holds };
      return [{ recipient, state: joinedStates[state], reason: null, record: null }];
    });
  }

  private asStored(
    { deliveryId, version, edition, embargo, recipients }: Delivery,
    live: Live,
  ): StoredDelivery {
    const isOpen = recipients.some(({ state }) => state === 'pending' || state === 'open');
    return {
      deliveryId,
      releaseId,
      version,
      edition,
      embargo,
      notBefore: new Date(this.now).toISOString(),
      recipientsKey: deliveryId,
      recipients: recipients.length,
      reachesUnsubscribed: false,
      chunks: 1,
      state: isOpen && version === live.version ? 'sending' : 'sent',
      createdAt: new Date(this.now).toISOString(),
      exclusionsKey: null,
      unknownHolders: 0,
      holdersOf: null,
      isUrgent: false,
    };
  }

  /** Does what send-emails does for one recipient: claim, gate, send, record. */
  async send(delivery: Delivery, index: number): Promise<void> {
    const recipient = delivery.recipients[index];
    const person = this.people.find(({ contactId }) => contactId === recipient?.contactId);
    if (!recipient || !person) return;
    if (recipient.state === 'open') recipient.state = 'unknown';
    if (recipient.state !== 'pending' && this.mutant !== 'no-claim') return;
    const release = await this.life.readHead(releaseId);
    const gate = sendGate(release, delivery, { now: this.now, skew: 0 });
    if (gate !== 'open' && this.mutant !== 'no-gate') {
      const isFinal = gate.closed !== 'not-yet' && gate.closed !== 'embargoed' && gate.closed !== 'clock';
      if (isFinal) recipient.state = 'stopped';
      if (isFinal && gate.closed === 'superseded') this.noteRefusal(delivery, recipient.contactId);
      return;
    }
    if (!release) return;
    const { suppressed, accreditation: accredited } = person.standing;
    if (suppressed && !(isOwed(delivery.edition) && suppressed.reason === 'unsubscribed')) {
      recipient.state = 'left-out';
      return;
    }
    const { edition: name } = delivery;
    const isHolder = this.holdsEarly(person.contactId, delivery.version);
    if (
      name === 'general'
        ? isHolder
        : name === 'lift-notice' && recipient.holds === delivery.version && !isHolder
    ) {
      recipient.state = 'left-out';
      return;
    }
    const mustBeAccredited = needsAccreditation(release, delivery, this.now);
    if (mustBeAccredited && !accredited && this.mutant !== 'no-accreditation') {
      recipient.state = 'left-out';
      return;
    }
    await this.step(() => {
      recipient.state = 'open';
    });
    const { deliveryId, version, edition } = delivery;
    await this.step(() => {
      this.sent.push({
        contactId: person.contactId,
        deliveryId,
        version,
        edition,
        at: this.now,
        wasAccredited: accredited !== null,
        holds: recipient.holds,
      });
    });
    await this.step(() => {
      recipient.state = 'sent';
    });
  }

  /** The embargoed edition ends ten seconds before T, so later refusals are normal. */
  private noteRefusal({ edition, version }: Delivery, contactId: string): void {
    const { release, now } = this;
    const embargo = this.declared.get(version)?.embargo;
    const stands = embargo && now < Date.parse(embargo) - 10_000 && !this.brokenAt.has(version);
    if (edition === 'embargoed' && stands && release?.live?.version === version)
      this.refusedEarly.push(`${contactId} v${version}`);
  }

  private holdsEarly(contactId: string, version: number): boolean {
    const early = [...this.deliveries.values()].find(
      (one) => one.edition === 'embargoed' && one.version === version,
    );
    const state = early?.recipients.find((one) => one.contactId === contactId)?.state;
    return state === 'sent' || state === 'open' || state === 'unknown';
  }

  /** Settles deliveries that have nothing left to send. */
  async settle(): Promise<void> {
    for (const { version, edition, recipients } of this.deliveries.values()) {
      for (const recipient of recipients) if (recipient.state === 'open') recipient.state = 'unknown';
      if (recipients.some(({ state }) => state === 'pending')) continue;
      const isStopped = recipients.some(({ state }) => state === 'stopped');
      const recordSettled = isStopped ? recordEditionStopped : recordEditionSent;
      await recordSettled(this.life, { releaseId, version, edition });
    }
  }

  noteApproval({ candidate }: Release): void {
    if (!candidate?.audience) return;
    const audience = new Set(
      this.audiences.get(candidate.audience.recipientsKey)?.map(({ contactId }) => contactId),
    );
    this.approved.set(candidate.version, { at: this.now, audience, people: candidate.approvals.length + 1 });
  }

  /** After a crash the person may get no answer. What counts is that they asked, and when the decision was written. */
  private noteBroken({ live, broken }: Release): void {
    if (!this.liftAsked || !live || !broken || broken.at === this.release?.broken?.at) return;
    this.brokenAt.set(live.version, Date.parse(broken.at));
  }

  get killedAt(): number | null {
    const at = this.killAsked ? this.release?.killed?.at : undefined;
    return at === undefined ? null : Date.parse(at);
  }

  notePublic(): void {
    const { release, deliveries, declared, now } = this;
    if (!release?.live || isPaused(release)) return;
    const { version } = release.live;
    const isOut = [...deliveries.values()].some(
      (one) => one.edition === 'general' && one.version === version,
    );
    const { embargo = null, sendAt = null } = declared.get(version) ?? {};
    const isBroken = (this.brokenAt.get(version) ?? Number.POSITIVE_INFINITY) <= now;
    // Breaking the embargo publishes the release immediately, even if it also waited for another time.
    const isDue = [embargo, sendAt].every((at) => at === null || Date.parse(at) <= now);
    if (isOut && (isBroken || isDue)) this.publicSince = Math.min(this.publicSince, now);
  }

  /** A queue delivers one due message. `again`: the message will be delivered once more. */
  async deliver(which: number, again: boolean): Promise<void> {
    const due = this.dueJobs();
    const job = due[which % Math.max(1, due.length)];
    if (!job) return;
    if (again) await this.handle(job);
    else await this.work(job);
  }

  dueJobs(): Job[] {
    return this.jobs.filter(({ at }) => at <= this.now);
  }

  /** Handles a message and removes it from its queue. After a crash it stays there. */
  async work(job: Job): Promise<void> {
    await this.handle(job);
    const index = this.jobs.indexOf(job);
    if (index >= 0) this.jobs.splice(index, 1);
  }

  async sendOne(which: number): Promise<void> {
    const all = [...this.deliveries.values()].flatMap((delivery) =>
      delivery.recipients.map((_, index) => ({ delivery, index })),
    );
    const chosen = all[which % Math.max(1, all.length)];
    if (chosen) await this.send(chosen.delivery, chosen.index);
  }

  async sendAll(): Promise<void> {
    for (const delivery of this.deliveries.values())
      for (const index of delivery.recipients.keys()) await this.send(delivery, index);
  }

  /** The next instant that something waits for, or null. */
  nextInstant(): number | null {
    const { release } = this;
    const instants = [
      ...this.jobs.map(({ at }) => at),
      ...(release?.live?.editions ?? [])
        .filter(({ state }) => state === 'planned' || state === 'armed')
        .filter(() => release !== null && (!isPaused(release) || release.killed !== null))
        .map(({ dueAt }) => Date.parse(dueAt)),
    ];
    return instants.length === 0 ? null : Math.min(...instants);
  }

  async handle({ effect }: Job): Promise<void> {
    if (effect.kind === 'compose') await this.compose(effect.version);
    if (effect.kind === 'arm') await this.arm(effect.message.version, effect.message.edition);
  }
}

export const accreditation = {
  termsVersion: '1',
  at: '2026-01-01T00:00:00Z',
  evidence: 'link',
  by: 'contact',
};
