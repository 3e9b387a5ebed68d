import { describe, expect, it } from 'vitest';
import type { JoinedRecipient } from '../../../functions/_shared/deliveries/join-recipients.ts';
import type { Recipient } from '../../../functions/_shared/domain/audience.ts';
import type { Delivery, RecipientState } from '../../../functions/_shared/domain/delivery.ts';
import type { Edition } from '../../../functions/_shared/domain/release.ts';
import {
  type Choice,
  chooseRecipients,
  type Sources,
} from '../../../functions/arm-delivery/choose-recipients.ts';
import { releaseOf } from '../_shared/deliveries/release-of.ts';

function person(letter: string, said: Partial<Recipient> = {}): Recipient {
  return {
    contactId: `c${letter.repeat(26)}`,
    email: `${letter}@paper.example`,
    name: null,
    language: 'en',
    zone: null,
    list: 'press',
    accredited: false,
    ...said,
  };
}
const [ann, bob, cay, dan, eve] = ['a', 'b', 'c', 'd', 'e'].map((letter) => person(letter));
const people = { ann, bob, cay, dan, eve };
type Name = keyof typeof people;

function deliveryOf(edition: Edition, version: number, state: Delivery['state'] = 'sent'): Delivery {
  return {
    deliveryId: `forum_v${version}_${edition}`,
    releaseId: 'forum',
    version,
    edition,
    notBefore: '2026-01-05T09:00:00Z',
    recipientsKey: 'x',
    recipients: 1,
    reachesUnsubscribed: false,
    chunks: 1,
    state,
    createdAt: '2026-01-05T09:00:00Z',
    exclusionsKey: null,
    unknownHolders: 0,
    holdersOf: null,
    isUrgent: false,
  };
}

/** `went`: for each delivery, the state of each recipient. */
interface Story {
  release?: ReturnType<typeof releaseOf>;
  audience?: Name[];
  accredited?: Name[];
  went?: [Delivery, Partial<Record<Name, RecipientState>>, Partial<Recipient>?][];
}

async function choicesOf(
  edition: Edition,
  {
    release = releaseOf({ embargo: '2026-01-05T10:00:00Z' }),
    audience = ['ann', 'bob', 'cay', 'dan', 'eve'],
    accredited = [],
    went = [],
  }: Story,
): Promise<Choice[]> {
  if (!release.live) throw new Error('not approved');
  const live = release.live;
  const recipientOf = (name: Name, said: Partial<Recipient> = {}): Recipient => ({
    ...person(name.charAt(0), said),
    accredited: accredited.includes(name),
  });
  const of = (isEarlier: boolean) =>
    went.map(([delivery]) => delivery).filter(({ version }) => version < live.version === isEarlier);
  const sources: Sources = {
    async *audience() {
      for (const name of audience) yield recipientOf(name);
    },
    current: of(false),
    earlier: of(true),
    embargoed: of(false).find((each) => each.edition === 'embargoed') ?? null,
    async *join(delivery): AsyncGenerator<JoinedRecipient> {
      const found = went.find(([each]) => each === delivery);
      if (!found) throw new Error('a delivery that there is not');
      for (const name of ['ann', 'bob', 'cay', 'dan', 'eve'] as const) {
        const state = found[1][name];
        if (state) yield { recipient: recipientOf(name, found[2]), state, reason: null, record: null };
      }
    },
  };
  return Array.fromAsync(chooseRecipients(live, edition, sources));
}

const nameOf = (contactId: string) =>
  Object.entries(people).find(([, each]) => each?.contactId === contactId)?.[0];

async function choose(edition: Edition, story: Story): Promise<string[]> {
  const choices = await choicesOf(edition, story);
  return choices.map((choice) =>
    choice.kind === 'recipient'
      ? `${nameOf(choice.recipient.contactId)}${choice.isUnknownHolder ? ' (unknown)' : ''}${choice.recipient.language === 'en' ? '' : ` in ${choice.recipient.language}`}${choice.recipient.holds === undefined ? '' : ` of v${choice.recipient.holds}`}`
      : `not ${nameOf(choice.exclusion.contactId)}: ${choice.exclusion.reason}`,
  );
}

describe('who gets which edition', () => {
  it('embargoed: the accredited', async () => {
    expect(await choose('embargoed', { audience: ['ann', 'bob'], accredited: ['bob'] })).toEqual([
      'not ann: not-accredited',
      'bob',
    ]);
  });

  it('general: everybody who does not hold the embargoed edition; an unknown counts as not holding it', async () => {
    const embargoed = deliveryOf('embargoed', 1);
    const states = { ann: 'delivered', bob: 'unknown', cay: 'refused', dan: 'sent' } as const;
    expect(await choose('general', { went: [[embargoed, states]] })).toEqual([
      'not ann: already-has-it',
      'bob (unknown)',
      'cay',
      'not dan: already-has-it',
      'eve',
    ]);
  });

  it('lift notice: the holders, and nobody twice', async () => {
    const embargoed = deliveryOf('embargoed', 1);
    const states = { ann: 'delivered', bob: 'unknown', cay: 'bounced', dan: 'sent' } as const;
    expect(await choose('lift-notice', { went: [[embargoed, states]] })).toEqual(['ann', 'dan']);
  });

  it('lift notice while the embargoed edition is still being sent: everybody who may still get it', async () => {
    const embargoed = deliveryOf('embargoed', 1, 'sending');
    const states = { ann: 'delivered', bob: 'pending', cay: 'refused', dan: 'sending' } as const;
    expect(await choose('lift-notice', { went: [[embargoed, states]] })).toEqual(['ann', 'bob', 'dan']);
    expect(await choose('lift-notice', { accredited: ['cay'] })).toEqual(['cay']);
  });

  it('correction: everybody who was or may have been sent an earlier version, in the language they certainly got', async () => {
    const release = releaseOf({ version: 3, sentVersions: [2, 1] });
    const second = deliveryOf('correction', 2);
    const first = deliveryOf('general', 1);
    expect(
      await choose('correction', {
        release,
        went: [
          [second, { ann: 'delivered', bob: 'unknown' }, { language: 'vi' }],
          [first, { bob: 'delivered', cay: 'bounced', dan: 'sent', eve: 'left-out' }],
        ],
      }),
    ).toEqual(['ann in vi of v2', 'bob of v1', 'dan of v1']);
  });

  it('general edition of a correcting version: contacts who match for the first time', async () => {
    const release = releaseOf({ version: 2, sentVersions: [1] });
    expect(
      await choose('general', {
        release,
        went: [[deliveryOf('general', 1), { ann: 'delivered', cay: 'unknown' }]],
      }),
    ).toEqual(['not ann: already-has-it', 'bob', 'not cay: already-has-it', 'dan', 'eve']);
  });

  it('kill: everybody who was or may have been sent any edition of any version, even in an open window', async () => {
    const release = releaseOf({ version: 2, sentVersions: [1], kill: true });
    expect(
      await choose('kill', {
        release,
        went: [
          [deliveryOf('correction', 2, 'sending'), { ann: 'sending', bob: 'pending' }],
          [deliveryOf('general', 1), { bob: 'left-out', cay: 'complained', dan: 'unknown' }],
        ],
      }),
    ).toEqual(['ann', 'dan of v1']);
  });

  it('kill: each reader is told about the latest version they were sent, never about one they only may have been sent', async () => {
    const release = releaseOf({
      version: 3,
      sentVersions: [2, 1],
      embargo: '2026-01-05T10:00:00Z',
      kill: true,
    });
    expect(
      await choose('kill', {
        release,
        went: [
          [deliveryOf('embargoed', 3, 'stopped'), { ann: 'pending', bob: 'unknown' }],
          [deliveryOf('embargoed', 2), { bob: 'sent', cay: 'delivered', dan: 'unknown' }],
          [deliveryOf('embargoed', 1), { ann: 'sent', bob: 'sent', cay: 'sent', eve: 'delivered' }],
        ],
      }),
    ).toEqual(['ann of v1', 'bob of v2', 'cay of v2', 'dan of v2', 'eve of v1']);
  });

  it('kill: a reader of a lift notice is told about the version they had been sent before', async () => {
    const release = releaseOf({ version: 2, sentVersions: [1], kill: true });
    expect(
      await choose('kill', {
        release,
        went: [
          [deliveryOf('lift-notice', 2), { ann: 'delivered' }, { holds: 1 }],
          [deliveryOf('embargoed', 1), { ann: 'unknown' }],
        ],
      }),
    ).toEqual(['ann of v1']);
  });

  describe('embargo moved', () => {
    const noon = '2026-01-05T12:00:00Z';
    const night = '2026-01-05T22:00:00Z';
    const of = (edition: Edition, version: number, embargo: string) => ({
      ...deliveryOf(edition, version),
      embargo,
    });

    it('goes to everybody who was or may have been sent an earlier version under embargo, still in the audience or not', async () => {
      const release = releaseOf({ version: 2, sentVersions: [1], embargo: night });
      const states = {
        ann: 'delivered',
        bob: 'unknown',
        cay: 'bounced',
        dan: 'sending',
        eve: 'left-out',
      } as const;
      expect(
        await choose('embargo-moved', { release, audience: [], went: [[of('embargoed', 1, noon), states]] }),
      ).toEqual(['ann of v1', 'bob of v1', 'dan of v1']);
    });

    it('moved twice: everybody is told about the latest, each for the version they hold', async () => {
      const release = releaseOf({ version: 3, sentVersions: [2, 1], embargo: night });
      expect(
        await choose('embargo-moved', {
          release,
          went: [
            [of('embargo-moved', 2, '2026-01-05T18:00:00Z'), { ann: 'delivered' }, { holds: 1 }],
            [of('embargoed', 2, '2026-01-05T18:00:00Z'), { bob: 'sent' }],
            [of('embargoed', 1, noon), { ann: 'delivered', bob: 'delivered', cay: 'delivered' }],
          ],
        }),
      ).toEqual(['ann of v1', 'bob of v2', 'cay of v1']);
    });

    it('tells nobody twice about one move, but again if the first message may not have arrived or a lift notice misled them', async () => {
      const release = releaseOf({ version: 3, sentVersions: [2, 1], embargo: '2026-01-05T22:00:00.000Z' });
      expect(
        await choose('embargo-moved', {
          release,
          went: [
            [of('lift-notice', 2, night), { dan: 'sent' }, { holds: 1 }],
            [of('embargo-moved', 2, night), { ann: 'delivered', bob: 'unknown', dan: 'sent' }, { holds: 1 }],
            [
              of('embargoed', 1, noon),
              { ann: 'delivered', bob: 'delivered', cay: 'delivered', dan: 'delivered' },
            ],
          ],
        }),
      ).toEqual(['not ann: already-has-it', 'bob of v1', 'cay of v1', 'dan of v1']);
    });
  });

  it('lift notice: a reader who left the audience is told about the version they hold', async () => {
    const release = releaseOf({ version: 3, sentVersions: [2, 1], embargo: '2026-01-05T10:00:00Z' });
    expect(
      await choose('lift-notice', {
        release,
        audience: ['ann'],
        went: [
          [deliveryOf('embargoed', 3), { ann: 'delivered' }],
          [deliveryOf('embargoed', 2), { ann: 'delivered', bob: 'sent' }],
          [deliveryOf('embargoed', 1), { bob: 'delivered', cay: 'sent' }],
        ],
      }),
    ).toEqual(['ann', 'bob of v2', 'cay of v1']);
  });

  it('general: a reader who holds only an earlier version gets it too, if no correction is planned for them', async () => {
    const release = releaseOf({ version: 2, embargo: '2026-01-05T10:00:00Z' });
    const earlier = deliveryOf('embargoed', 1);
    expect(
      await choose('general', { release, audience: ['ann'], went: [[earlier, { ann: 'sent' }]] }),
    ).toEqual(['ann']);
  });

  it('lift notice: an embargoed edition that was stopped before it began has no holders', async () => {
    const release = releaseOf({ embargo: '2026-01-05T10:00:00Z' });
    const withState = (state: 'armed' | 'stopped') => ({
      ...release,
      live: release.live && {
        ...release.live,
        editions: release.live.editions.map((each) =>
          each.edition === 'embargoed' ? { ...each, state } : each,
        ),
      },
    });
    const accredited: Name[] = ['ann'];
    expect(await choose('lift-notice', { release: withState('stopped'), accredited })).toEqual([]);
    expect(await choose('lift-notice', { release: withState('armed'), accredited })).toEqual(['ann']);
  });

  it('lift notice: a reader who is in the audience again gets the general edition, and a reader of the public release no notice', async () => {
    const release = releaseOf({ version: 3, sentVersions: [2, 1], embargo: '2026-01-05T10:00:00Z' });
    expect(
      await choose('lift-notice', {
        release,
        audience: ['bob'],
        went: [
          [deliveryOf('embargoed', 3), { ann: 'sent' }],
          [deliveryOf('embargoed', 2), { bob: 'sent', cay: 'sent' }],
          [deliveryOf('general', 1), { dan: 'sent' }],
        ],
      }),
    ).toEqual(['ann', 'cay of v2']);
  });

  it('lift notice: a holder of this version is written to as accredited, a holder of an earlier one is not', async () => {
    const release = releaseOf({ version: 2, sentVersions: [1], embargo: '2026-01-05T10:00:00Z' });
    const choices = await choicesOf('lift-notice', {
      release,
      audience: [],
      accredited: ['bob'],
      went: [
        [deliveryOf('embargoed', 2), { ann: 'sent' }],
        [deliveryOf('embargoed', 1), { bob: 'sent' }],
      ],
    });
    const written = choices.flatMap((choice) => (choice.kind === 'recipient' ? [choice.recipient] : []));
    expect(written.map(({ contactId, accredited }) => [nameOf(contactId), accredited])).toEqual([
      ['ann', true],
      ['bob', false],
    ]);
  });

  it('embargo moved: is not sent to readers who were sent an earlier version publicly', async () => {
    const release = releaseOf({ version: 3, sentVersions: [2, 1], embargo: '2026-01-05T22:00:00Z' });
    expect(
      await choose('embargo-moved', {
        release,
        went: [
          [deliveryOf('embargoed', 2), { ann: 'sent' }],
          [deliveryOf('general', 1), { dan: 'sent' }],
        ],
      }),
    ).toEqual(['ann of v2']);
  });

  it('kill: of two mails about one version, the later one decides the language', async () => {
    const release = releaseOf({ version: 2, sentVersions: [1], kill: true });
    expect(
      await choose('kill', {
        release,
        went: [
          [deliveryOf('embargo-moved', 2), { ann: 'sent' }, { holds: 1, language: 'vi' }],
          [deliveryOf('embargoed', 1), { ann: 'sent' }],
        ],
      }),
    ).toEqual(['ann in vi of v1']);
  });
});
