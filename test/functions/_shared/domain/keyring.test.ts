import { describe, expect, it } from 'vitest';
import { fileToken } from '../../../../functions/_shared/domain/file-link.ts';
import {
  isRotating,
  type KeptKeys,
  keyringAt,
  signsAfterMilliseconds,
  withNewKey,
  withoutEarlierKeys,
} from '../../../../functions/_shared/domain/keyring.ts';
import { type LinkPurpose, signLink } from '../../../../functions/_shared/domain/link-token.ts';
import { linksOf } from '../../../../functions/subscriptions/links.ts';

const year = 365 * 86_400_000;
const start = Date.parse('2026-01-05T08:00:00.000Z');
const first: KeptKeys = {
  contactKey: new Uint8Array(32).fill(1),
  linkKeys: [{ key: new Uint8Array(32).fill(2), signsFrom: new Date(0).toISOString() }],
};
const claims = { contact: `c${'a'.repeat(26)}`, scope: '', release: '' };
const linksAt = (kept: KeptKeys, now: number) => linksOf(keyringAt(kept, now).linkKeys, ['desk@example.org']);
const signedAt = (kept: KeptKeys, now: number) => keyringAt(kept, now).linkKeys.signing;

/** The keys after a number of yearly rotations. */
function rotated(times: number): KeptKeys {
  let kept = first;
  for (let i = 0; i < times; i++) kept = withNewKey(kept, start + i * year);
  return kept;
}

describe('a new key for links', () => {
  it('verifies at once and signs ten minutes later, so that no function meets a link that it cannot read', () => {
    const kept = withNewKey(first, start);
    expect(isRotating(kept, start)).toBe(true);
    expect(signedAt(kept, start)).toBe(first.linkKeys[0]?.key);
    const later = start + signsAfterMilliseconds;
    expect(isRotating(kept, later)).toBe(false);
    expect(signedAt(kept, later)).toBe(kept.linkKeys[0]?.key);
    const fresh = signLink('approve', claims, signedAt(kept, later));
    expect(linksAt(kept, start).verify('approve', fresh)).toEqual(claims);
  });

  it('leaves the ids of contacts as they are', () => {
    expect(withNewKey(first, start).contactKey).toBe(first.contactKey);
    expect(withoutEarlierKeys(first, start).contactKey).toBe(first.contactKey);
  });
});

describe('after five yearly rotations', () => {
  const kept = rotated(5);
  const now = start + 5 * year;
  const fromFirst = (purpose: LinkPurpose) => signLink(purpose, claims, signedAt(first, start));

  it.each(['unsubscribe', 'preferences'] as const)(
    'the link to %s in the oldest mail still works',
    (purpose) => {
      expect(linksAt(kept, now).verify(purpose, fromFirst(purpose))).toEqual(claims);
    },
  );

  it.each(['confirm', 'terms', 'web', 'approve'] as const)(
    'a link to %s works with the last two keys and with no older one',
    (purpose) => {
      const { verify } = linksAt(kept, now);
      const worksWith = kept.linkKeys.map(
        ({ key }) => verify(purpose, signLink(purpose, claims, key)) !== null,
      );
      expect(worksWith).toEqual([true, true, false, false, false, false]);
    },
  );

  it('public pictures in old mails are still shown, but what one reader may see is not', () => {
    const { readFileToken: read } = linksAt(kept, now);
    const of = { releaseId: 'forum', version: 1 };
    const oldest = signedAt(first, start);
    expect(read(fileToken({ kind: 'anybody' }, of, oldest))?.reader).toEqual({ kind: 'anybody' });
    for (const reader of [
      { kind: 'contact', contactId: claims.contact },
      { kind: 'desk', address: 'desk@example.org' },
    ] as const) {
      expect(read(fileToken(reader, of, oldest))).toBeNull();
    }
  });
});

it('after a leak no earlier link works, and new ones do at once', () => {
  const kept = withoutEarlierKeys(rotated(2), start + 2 * year);
  const { verify } = linksAt(kept, start + 2 * year);
  expect(verify('unsubscribe', signLink('unsubscribe', claims, signedAt(first, start)))).toBeNull();
  const fresh = signLink('unsubscribe', claims, signedAt(kept, start + 2 * year));
  expect(verify('unsubscribe', fresh)).toEqual(claims);
});
