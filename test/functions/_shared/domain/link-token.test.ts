import { describe, expect, it } from 'vitest';
import { signLink, verifyLink } from '../../../../functions/_shared/domain/link-token.ts';

const key = new Uint8Array(32).fill(1);
const older = new Uint8Array(32).fill(2);
const claims = { contact: `c${'a'.repeat(26)}`, scope: 'press', release: 'forum' };
const token = signLink('unsubscribe', claims, key);

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

describe('a token', () => {
  it('returns what was signed', () => {
    expect(verifyLink('unsubscribe', token, [key])).toEqual(claims);
  });

  it('that was signed before a key rotation stays valid, and later tokens are signed with the new key', () => {
    expect(verifyLink('unsubscribe', signLink('unsubscribe', claims, older), [key, older])).toEqual(claims);
    expect(verifyLink('unsubscribe', token, [older, key])).toEqual(claims);
    expect(verifyLink('unsubscribe', token, [older])).toBeNull();
  });

  it.each(['.', '.x', `.${token.split('.')[1]}`, '.1.2'])('with "%s" appended is invalid', (more) => {
    expect(verifyLink('unsubscribe', token + more, [key])).toBeNull();
  });

  it('with any one character changed is invalid, even the last one with its unused bits', () => {
    for (let at = 0; at < token.length; at++)
      for (const letter of alphabet) {
        if (letter === token[at]) continue;
        const changed = token.slice(0, at) + letter + token.slice(at + 1);
        expect([changed, verifyLink('unsubscribe', changed, [key])]).toEqual([changed, null]);
      }
  });

  it.each([
    ['padded', `${token}==`],
    ['in the other base64', token.replaceAll('-', '+').replaceAll('_', '/').concat('=')],
    ['with a space in it', `${token} `],
    ['with a line break behind it', `${token}\n`],
    ['without its signature', `${token.split('.')[0]}.`],
    ['cut short', token.slice(0, -1)],
    ['empty', ''],
    ['very long', `${'x'.repeat(3000)}.${token.split('.')[1]}`],
  ])('%s is invalid', (_, written) => {
    expect(verifyLink('unsubscribe', written, [key])).toBeNull();
  });

  it.each(['preferences', 'confirm', 'terms', 'web', 'approve', 'file'] as const)(
    'to unsubscribe is invalid for another purpose: %s',
    (purpose) => {
      expect(verifyLink(purpose, token, [key])).toBeNull();
    },
  );

  it('is read for a release whose name is as long as a file name may be', () => {
    const long = { ...claims, scope: 'ủ'.repeat(85) };
    expect(verifyLink('approve', signLink('approve', long, key), [key])).toEqual(long);
  });

  it('is read up to the longest that is signed, and no longer', () => {
    // Claims of 1,425 bytes become 1,900 characters in a link.
    const ofBytes = (bytes: number) => ({ contact: 'c', scope: 'x'.repeat(bytes - 16), release: '1' });
    for (const [bytes, characters] of [
      [1425, 1900],
      [1426, 1902],
    ] as const) {
      const signed = signLink('approve', ofBytes(bytes), key);
      expect(signed.split('.')[0]).toHaveLength(characters);
      expect(verifyLink('approve', signed, [key])).toEqual(bytes === 1425 ? ofBytes(bytes) : null);
    }
  });
});
