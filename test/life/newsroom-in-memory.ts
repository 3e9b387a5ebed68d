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
import type { AudienceSummary } from '../../functions/_shared/domain/audience.ts';
import type { AuditLine } from '../../functions/_shared/domain/audit.ts';
import { goodStanding, type Standing } from '../../functions/_shared/domain/contact.ts';
import type { Edition } from '../../functions/_shared/domain/release.ts';
import { isPaused, type Release } from '../../functions/_shared/domain/release-life.ts';
import type { Effect } from '../../functions/_shared/domain/release-moves.ts';
import { needsAccreditation, sendGate } from '../../functions/_shared/domain/send-gate.ts';

/** A fault put in on purpose: the histories must find it. */
export type Mutant = 'no-gate' | 'no-claim' | 'no-trail' | 'no-accreditation' | 'no-look-for-twins' | null;

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
}

interface Delivery {
  deliveryId: string;
  version: number;
  edition: Edition;
  recipients: {
    contactId: string;
    state: 'pending' | 'open' | 'sent' | 'unknown' | 'left-out' | 'stopped';
  }[];
}

type Job = { effect: Effect; at: number };

const releaseId = 'forum';
export const overdueLimitSeconds = 7200;

/**
 * A newsroom of one release and a handful of contacts, in memory: the real moves, decisions and gate, queues that
 * repeat and reorder, and a machine that dies at any dependency's call.
 */
export class NewsroomInMemory {
  now = Date.parse('2026-03-01T08:00:00Z');
  readonly people: Person[];
  readonly sent: Sent[] = [];
  readonly audit = new Map<string, AuditLine>();
  readonly jobs: Job[] = [];
  readonly deliveries = new Map<string, Delivery>();
  readonly audiences = new Map<string, Person[]>();
  /** Calls of dependencies until the machine dies; null while it is well. */
  callsToLive: number | null = null;
  head: string | null = null;
  /** What the desk declared and decided, kept apart from the head: what the promises are judged by. */
  readonly declared = new Map<number, { embargo: string | null; sendAt: string | null; policy: string }>();
  readonly approved = new Map<number, { at: number; audience: Set<string>; people: number }>();
  liftAsked = false;
  /** When somebody ended the embargo of a version, which says nothing of the next one's. */
  readonly brokenAt = new Map<number, number>();
  killAsked = false;
  refusedForTwin = false;
  /** The embargoes under which another release has held the same text: after which of this one's revisions, up to which. */
  readonly twins: { from: number; to: number; until: number }[] = [];
  /** Since when the release is on the web for everybody, as the deliveries show it. */
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

  /** Every dependency's call passes here: where a machine may die, before the call or right after it. */
  private step<T>(call: () => T): Promise<T> {
    if (this.callsToLive === 0) return Promise.reject(new Crash());
    const result = call();
    if (this.callsToLive !== null && --this.callsToLive === 0) return Promise.reject(new Crash());
    return Promise.resolve(result);
  }

  readonly life: ApproveDependencies & SweepDependencies = {
    now: () => new Date(this.now),
    readRelease: () => this.step(() => this.release),
    putRelease: (release) =>
      this.step(() => {
        if ((this.release?.revision ?? 0) !== release.revision - 1) return false;
        this.noteBroken(release);
        this.head = JSON.stringify(release);
        return true;
      }),
    appendAudit: (line, id) =>
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

  /** Another release with the same text is there under an embargo from now on, or none any more. */
  placeTwin(until: number | null): void {
    const revision = this.release?.revision ?? 0;
    for (const twin of this.twins) twin.to = Math.min(twin.to, revision);
    if (until !== null) this.twins.push({ from: revision, to: Number.POSITIVE_INFINITY, until });
  }

  private async *list(which: 'open' | 'settled'): AsyncGenerator<Release> {
    const { release } = this;
    // One release, listed in both: what is settled is a matter of cost only.
    if (release && which === 'open') yield release;
  }

  private choose(): Person[] {
    return this.people.filter(({ isOnList, standing }) => isOnList && !standing.suppressed);
  }

  /** What compose-emails does, without the words. */
  async compose(version: number): Promise<void> {
    const release = await this.life.readRelease(releaseId);
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

  /** What arm-delivery does: an edition's recipients are cut out of the approved audience. */
  async arm(version: number, edition: Edition): Promise<void> {
    const release = await this.life.readRelease(releaseId);
    const planned = release?.live?.editions.find((one) => one.edition === edition);
    if (!release?.live || release.live.version !== version || !planned) return;
    if (planned.state !== 'planned' || (isPaused(release) && edition !== 'kill')) return;
    if (edition !== 'kill' && this.now - Date.parse(planned.dueAt) > overdueLimitSeconds * 1000) {
      await recordEditionOverdue(this.life, { releaseId, version, edition });
      return;
    }
    await this.step(() => {
      if (this.deliveries.has(planned.deliveryId)) return;
      const recipients = this.recipientsOf(release.live?.audience, version, edition);
      this.deliveries.set(planned.deliveryId, {
        deliveryId: planned.deliveryId,
        version,
        edition,
        recipients,
      });
    });
    await recordEditionArmed(this.life, { releaseId, version, edition });
  }

  private recipientsOf(audience: AudienceSummary | undefined, version: number, edition: Edition) {
    const frozen = this.audiences.get(audience?.recipientsKey ?? '') ?? [];
    const has = (only: (delivery: Delivery) => boolean) =>
      new Set(
        [...this.deliveries.values()]
          .filter(only)
          .flatMap(({ recipients }) => recipients)
          .filter(({ state }) => state === 'sent' || state === 'unknown' || state === 'open')
          .map(({ contactId }) => contactId),
      );
    const early = has((one) => one.edition === 'embargoed' && one.version === version);
    const earlier = has((one) => one.version < version && one.edition !== 'lift-notice');
    const corrects = this.release?.live?.editions.some((one) => one.edition === 'correction');
    const chosen = (() => {
      switch (edition) {
        case 'embargoed':
          return frozen.filter(({ standing }) => standing.accreditation).map(({ contactId }) => contactId);
        case 'general':
          return frozen
            .map(({ contactId }) => contactId)
            .filter((id) => !early.has(id) && !(corrects && earlier.has(id)));
        case 'lift-notice':
          return [...early];
        case 'correction':
          return [...earlier];
        case 'kill':
          return [...has((one) => one.edition !== 'lift-notice')];
      }
    })();
    return chosen.map((contactId) => ({ contactId, state: 'pending' as const }));
  }

  /** What send-emails does for one recipient: claim, gate, send, record. */
  async send(delivery: Delivery, index: number): Promise<void> {
    const recipient = delivery.recipients[index];
    const person = this.people.find(({ contactId }) => contactId === recipient?.contactId);
    if (!recipient || !person) return;
    if (recipient.state === 'open') recipient.state = 'unknown';
    if (recipient.state !== 'pending' && this.mutant !== 'no-claim') return;
    const release = await this.life.readRelease(releaseId);
    const gate = sendGate(release, delivery, { now: this.now, skew: 0 });
    if (gate !== 'open' && this.mutant !== 'no-gate') {
      const isFinal = gate.closed !== 'not-yet' && gate.closed !== 'embargoed' && gate.closed !== 'clock';
      if (isFinal) recipient.state = 'stopped';
      return;
    }
    if (!release) return;
    const { suppressed, accreditation: accredited } = person.standing;
    if (suppressed && !(delivery.edition === 'kill' && suppressed.reason === 'unsubscribed')) {
      recipient.state = 'left-out';
      return;
    }
    if (delivery.edition === 'general' && this.holdsEarly(person.contactId, delivery.version)) {
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
      });
    });
    await this.step(() => {
      recipient.state = 'sent';
    });
  }

  private holdsEarly(contactId: string, version: number): boolean {
    const early = [...this.deliveries.values()].find(
      (one) => one.edition === 'embargoed' && one.version === version,
    );
    const state = early?.recipients.find((one) => one.contactId === contactId)?.state;
    return state === 'sent' || state === 'open' || state === 'unknown';
  }

  /** Settles deliveries of which nothing is left to send. */
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

  /** A crash may keep the answer from the person who asked: what counts is whether they asked, and when it took hold. */
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
    // Breaking an embargo lets the release out at once, whatever else it waited for.
    const isDue = [embargo, sendAt].every((at) => at === null || Date.parse(at) <= now);
    if (isOut && (isBroken || isDue)) this.publicSince = Math.min(this.publicSince, now);
  }

  /** A queue hands out one message that is due; `again`: it will be handed out once more. */
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

  /** Handles a message and takes it off its queue; after a crash it stays there. */
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

  /** The next instant that anything waits for, or null. */
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
    if (effect.kind === 'tell-holders')
      await moveRelease(this.life, releaseId, {
        act: 'tell-holders',
        by: 'compose',
        version: effect.version,
      });
  }
}

export const accreditation = {
  termsVersion: '1',
  at: '2026-01-01T00:00:00Z',
  evidence: 'link',
  by: 'contact',
};
