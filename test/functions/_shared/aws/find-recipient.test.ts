import { describe, expect, it } from 'vitest';
import { recipientFinder } from '../../../../functions/_shared/aws/find-recipient.ts';
import type { Recipient } from '../../../../functions/_shared/domain/audience.ts';
import { bucketThrough, FakeBucket } from '../../../simulator/fake-bucket.ts';

const letters = 'abcdefghijklmnopqrstuvwxyz234567';
const idOf = (n: number) =>
  `c${[n >> 15, n >> 10, n >> 5, n].map((part) => letters[part & 31]).join('')}${'a'.repeat(22)}`;

function recipient(n: number): Recipient {
  return {
    contactId: idOf(n),
    email: `reader${n}@example.org`,
    name: n % 7 === 0 ? 'Nguyễn Thị Minh Khai \u2028 Trần'.repeat((n % 5) + 1) : null,
    language: 'en',
    zone: null,
    list: 'press',
    accredited: false,
  };
}

/** A file of every second contact: the odd ones are missing. */
function fileOf(size: number) {
  const fake = new FakeBucket();
  const people = Array.from({ length: size }, (_, i) => recipient(2 * i + 2)).sort((a, b) =>
    a.contactId < b.contactId ? -1 : 1,
  );
  fake.objects.set(
    'store/deliveries/x',
    Buffer.from(people.map((one) => `${JSON.stringify(one)}\n`).join('')),
  );
  const finder = recipientFinder(bucketThrough(async (command) => fake.execute(command)));
  return { fake, people, find: (id: string) => finder.findRecipient('store/deliveries/x', id) };
}

describe('one person is found among the readers of a delivery', () => {
  it.each([1, 2, 300, 4000])('of %i people everybody, and nobody who is not there', async (size) => {
    const { people, find } = fileOf(size);
    const asked = size > 300 ? people.filter((_, i) => i % 97 === 0 || i > size - 5) : people;
    for (const one of asked) expect(await find(one.contactId)).toEqual(one);
    for (const n of [1, 3, size - 1, 2 * size + 3].map((each) => each | 1))
      expect(await find(idOf(n))).toBeNull();
  });

  it('with a few small reads', async () => {
    const { fake, people, find } = fileOf(15_000);
    await find(people[7000]?.contactId ?? '');
    expect(fake.requests).toBeLessThan(12);
  });

  it('not if the file was forgotten, or is empty', async () => {
    expect(await fileOf(0).find(idOf(2))).toBeNull();
    const { fake, find } = fileOf(3);
    fake.objects.clear();
    expect(await find(idOf(2))).toBeNull();
  });
});
