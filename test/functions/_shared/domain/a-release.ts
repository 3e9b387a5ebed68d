import type { AudienceSummary } from '../../../../functions/_shared/domain/audience.ts';
import type { Edition } from '../../../../functions/_shared/domain/release.ts';
import type { Release } from '../../../../functions/_shared/domain/release-life.ts';
import {
  type AcceptedVersion,
  type Command,
  decide,
  type Effect,
} from '../../../../functions/_shared/domain/release-moves.ts';

/** A release that the tests change only by legal moves, so that no test starts from an impossible head. */
export class ARelease {
  head: Release | null = null;
  effects: Effect[] = [];
  now: string;

  constructor(now: string) {
    this.now = now;
  }

  /** Makes a move that must be legal. */
  does(command: Command): this {
    const decision = decide(this.head, command, this.now);
    if (!decision.ok) throw new Error(`${command.act}: ${decision.refusal.code}`);
    this.head = decision.release;
    this.effects = decision.effects;
    return this;
  }

  /** The code of the refusal, or null if the move is legal. The move is not made. */
  refuses(command: Command): string | null {
    const decision = decide(this.head, command, this.now);
    return decision.ok ? null : decision.refusal.code;
  }

  at(now: string): this {
    this.now = now;
    return this;
  }

  dropped(over: Partial<AcceptedVersion> = {}): this {
    const version = (this.head?.latestVersion ?? 0) + 1;
    const accepted: AcceptedVersion = {
      version,
      contentHash: `hash-${version}`,
      status: 'accepted',
      title: 'Forum opens',
      language: 'en',
      embargo: null,
      sendAt: null,
      sendAtLocal: null,
      liftNotice: true,
      policy: 'required',
      correction: null,
      distinctFrom: [],
      ...over,
    };
    return this.does({ act: 'accept', by: 'accept-release', releaseId: 'forum', accepted });
  }

  composed(over: Partial<AudienceSummary> = {}): this {
    const version = this.release.latestVersion;
    return this.does({
      act: 'compose',
      by: 'compose-emails',
      version,
      audience: { ...anAudience, ...over },
      elsewhere: null,
    });
  }

  approved(by = 'ann'): this {
    const { candidate } = this.release;
    if (!candidate?.audience) throw new Error('nothing to approve');
    const { version, audience } = candidate;
    return this.does({ act: 'approve', by, version, audienceHash: audience.hash, elsewhere: null });
  }

  /** Marks the edition as armed and, unless `only` is `armed`, as sent to everybody. */
  sent(edition: Edition, only?: 'armed'): this {
    const version = this.release.live?.version ?? 0;
    this.does({ act: 'arm', by: 'arm-delivery', version, edition });
    return only === 'armed' ? this : this.does({ act: 'finish', by: 'send-emails', version, edition });
  }

  get release(): Release {
    if (!this.head) throw new Error('no release yet');
    return this.head;
  }

  /** `edition state dueAt` of the live version. */
  get plan(): string[] {
    return (this.release.live?.editions ?? []).map(
      ({ edition, state, dueAt }) => `${edition} ${state} ${dueAt.slice(0, 16)}`,
    );
  }
}

export const anAudience: AudienceSummary = {
  hash: 'a'.repeat(64),
  recipientsKey: 'store/audiences/forum/1/x.recipients.ndjson',
  exclusionsKey: 'store/audiences/forum/1/x.exclusions.ndjson',
  recipients: 5,
  accredited: 2,
  byLanguage: { en: 5 },
  byList: { general: 5 },
  exclusions: { unsubscribed: 1 },
};
