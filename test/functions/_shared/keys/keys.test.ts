import { expect, test } from 'vitest';
import { formerKeyring } from '../../../../functions/_shared/aws/former-keyring.ts';
import type { KeySecret } from '../../../../functions/_shared/aws/key-secret.ts';
import { keysIn, readStoredKeys } from '../../../../functions/_shared/aws/keys.ts';
import { putItem } from '../../../../functions/_shared/aws/write-items.ts';
import { writeKeys } from '../../../../functions/_shared/aws/write-keys.ts';
import { contactIdOf } from '../../../../functions/_shared/domain/contact-id.ts';
import type { KeptKeys } from '../../../../functions/_shared/domain/keyring.ts';
import { signLink, verifyLink } from '../../../../functions/_shared/domain/link-token.ts';
import { rotateKeys } from '../../../../functions/_shared/keys/rotate-keys.ts';
import { forgetFormerKeys, takeOverKeys } from '../../../../functions/watch/take-over-keys.ts';
import { openSecret } from '../../../infra/local/cloud/open-secret.ts';
import { FakeTable, tableThrough } from '../../../simulator/fake-table.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const key = { pk: 'KEYRING', sk: 'KEYRING' };
const claims = { contact: `c${'a'.repeat(26)}`, scope: '', release: '' };

/** A newsroom with a new secret; `isOlder`: its keys lie in the table, as in the version before. */
async function openNewsroom({ isOlder }: { isOlder: boolean }) {
  const { secret } = await openSecret();
  const fake = new FakeTable();
  const table = tableThrough(async (command) => fake.execute(command));
  if (isOlder)
    await putItem(table, {
      ...key,
      contactKey: Buffer.alloc(32, 1).toString('base64'),
      linkKeys: [Buffer.alloc(32, 2).toString('base64')],
    });
  const clock = { now: Date.now() };
  const now = () => clock.now;
  const audit: string[] = [];
  const keeping = {
    ...formerKeyring(table),
    readStoredKeys: () => readStoredKeys(secret, table),
    writeKeys: (keys: KeptKeys, versionId: string) => writeKeys(secret, keys, versionId),
    appendAudit: async ({ act }: { act: string }) => void audit.push(act),
    now,
  };
  const read = () => keysIn(secret, table, now).readKeyring();
  return { secret, table, clock, keeping, audit, read, now };
}

const rotation = { forgetEarlier: false, reason: null, by: 'An operator' };

test('two functions that start at the same moment in a new newsroom have the same keys', async () => {
  const { read, keeping } = await openNewsroom({ isOlder: false });
  const [one, other] = await Promise.all([read(), read()]);
  expect(one).toEqual(other);
  await Promise.all([takeOverKeys(keeping), takeOverKeys(keeping)]);
  expect(await read()).toEqual(one);
});

test('the keys of an older newsroom move from the table into the secret: links and ids stay', async () => {
  const { read, keeping, clock } = await openNewsroom({ isOlder: true });
  const before = await read();
  const sent = signLink('unsubscribe', claims, Buffer.alloc(32, 2));
  expect(verifyLink('unsubscribe', sent, before.linkKeys.all)).toEqual(claims);
  expect(contactIdOf('ann@example.org', before.contactKey)).toBe(
    contactIdOf('ann@example.org', Buffer.alloc(32, 1)),
  );

  await takeOverKeys(keeping);
  await forgetFormerKeys(keeping);
  expect(await keeping.readFormerKeys(), 'a function of the version before may still run').not.toBeNull();
  clock.now += 2 * day;
  await forgetFormerKeys(keeping);
  expect(await keeping.readFormerKeys()).toBeNull();
  const after = await read();
  expect(verifyLink('unsubscribe', sent, after.linkKeys.all)).toEqual(claims);
  expect(after.contactKey).toEqual(before.contactKey);
});

test('a rotation before the first sweep keeps the keys of the table, and the sweep keeps the rotation', async () => {
  const { read, keeping, audit } = await openNewsroom({ isOlder: true });
  const seen = await keeping.readStoredKeys();
  expect((await rotateKeys(keeping, rotation)).outcome).toBe('rotated');
  expect(await keeping.writeKeys(seen.keys, seen.versionId)).toBe(false);
  await takeOverKeys(keeping);
  expect((await read()).linkKeys.all).toHaveLength(2);
  expect(audit).toEqual(['rotate-keys']);
});

test('of two people who rotate at the same moment one is asked to look again', async () => {
  const { keeping, read } = await openNewsroom({ isOlder: false });
  const outcomes = await Promise.all([rotateKeys(keeping, rotation), rotateKeys(keeping, rotation)]);
  expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['busy', 'rotated']);
  expect((await rotateKeys(keeping, rotation)).outcome).toBe('rotating');
  expect((await read()).linkKeys.all).toHaveLength(2);
});

test('a function sees a rotation within five minutes, and does not ask before', async () => {
  const { secret, table, now, clock, keeping } = await openNewsroom({ isOlder: false });
  let asked = 0;
  const { readKeyring } = keysIn(
    countingReads(secret, () => {
      asked += 1;
    }),
    table,
    now,
  );
  await readKeyring();
  const askedFirst = asked;
  await rotateKeys(keeping, rotation);
  const askedByRotation = asked - askedFirst;
  clock.now += 4 * minute;
  expect((await readKeyring()).linkKeys.all).toHaveLength(1);
  expect(asked).toBe(askedFirst + askedByRotation);
  clock.now += minute;
  expect((await readKeyring()).linkKeys.all).toHaveLength(2);
});

test('while Secrets Manager does not answer, mails go on for an hour with the keys that were read', async () => {
  const { secret, table, now, clock } = await openNewsroom({ isOlder: false });
  const { readKeyring } = keysIn(secret, table, now);
  const { linkKeys } = await readKeyring();
  secret.client.destroy();
  secret.client.middlewareStack.add(() => () => Promise.reject(new Error('no answer')), {
    step: 'initialize',
  });
  clock.now += 30 * minute;
  expect((await readKeyring()).linkKeys).toEqual(linkKeys);
  clock.now += 30 * minute;
  await expect(readKeyring()).rejects.toThrow('no answer');
});

function countingReads({ client, arn }: KeySecret, count: () => void): KeySecret {
  client.middlewareStack.add(
    (next) => (args) => {
      count();
      return next(args);
    },
    { step: 'initialize' },
  );
  return { client, arn };
}
