import { readFileSync } from 'node:fs';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { contactTable } from '../../../../functions/_shared/aws/contact-table.ts';
import { deliveryTable } from '../../../../functions/_shared/aws/delivery-table.ts';
import { fromItem, toItem } from '../../../../functions/_shared/aws/item.ts';
import {
  NewerItem,
  type StoredItem,
  schemaVersion,
  upgraded,
} from '../../../../functions/_shared/aws/item-version.ts';
import { paceSchema, paceTable } from '../../../../functions/_shared/aws/pace-table.ts';
import { releaseTable } from '../../../../functions/_shared/aws/release-table.ts';
import { cardSchema, listSchema } from '../../../../functions/_shared/domain/contact.ts';
import {
  chunkSchema,
  deliverySchema,
  feedbackSchema,
  outcomeSchema,
  resultsSchema,
} from '../../../../functions/_shared/domain/delivery.ts';
import { versionSchema } from '../../../../functions/_shared/domain/release.ts';
import { releaseSchema } from '../../../../functions/_shared/domain/release-life.ts';
import { segmentSchema } from '../../../../functions/_shared/domain/segment.ts';
import { FakeTable, tableThrough } from '../../../simulator/fake-table.ts';

/** Items that a newsroom of version 1 wrote, one of each kind. They have no `schemaVersion`: that came later. */
const recorded = z
  .record(z.string(), z.looseObject({ pk: z.string(), sk: z.string() }))
  .parse(JSON.parse(readFileSync(new URL('items-of-version-1.json', import.meta.url), 'utf8')));

const schemas = {
  'RELEASE HEAD': releaseSchema,
  'RELEASE VERSION': versionSchema,
  'CONTACT CARD': cardSchema,
  'DELIVERY DELIVERY': deliverySchema,
  'DELIVERY CHUNK': chunkSchema,
  'DELIVERY RESULTS': resultsSchema,
  'DELIVERY TO': outcomeSchema,
  'DELIVERY SES': feedbackSchema,
  LIST: cardSchema,
  LISTS: listSchema,
  SEGMENTS: segmentSchema,
  'PACE PACE': paceSchema.partial(),
};

describe('an item of version 1', () => {
  it.each(Object.entries(schemas))('of the kind %s is read', (kind, schema) => {
    const item = recorded[kind];
    if (!item) throw new Error(`no item of the kind ${kind} is recorded`);
    const read = z.record(z.string(), z.unknown()).parse(fromItem(schema, toItem(item)));
    for (const [name, value] of Object.entries(read))
      if (item[name] !== undefined) expect(value, name).toEqual(item[name]);
  });
});

function newsroom() {
  const fake = new FakeTable();
  return { fake, table: tableThrough(async (command) => fake.execute(command)) };
}

describe('an item', () => {
  it('has the version of its shape, whether it is written alone or in a batch', async () => {
    const { fake, table } = newsroom();
    const outcome = outcomeSchema.parse(recorded['DELIVERY TO']);
    await deliveryTable(table).createDelivery(deliverySchema.parse(recorded['DELIVERY DELIVERY']));
    await deliveryTable(table).writeOutcomes([outcome]);
    const written = [...fake.items()].map((item) => unmarshall(item).schemaVersion);
    expect(written).toEqual([schemaVersion, schemaVersion]);
    expect(await deliveryTable(table).readKnown(outcome.deliveryId, [outcome.contactId])).toEqual(
      new Map([[outcome.contactId, { outcome, feedback: null }]]),
    );
  });

  it('of a later version is never read in part: the error names its kind, and no name or address', async () => {
    const { fake, table } = newsroom();
    const later = (kind: string) => fake.put(toItem({ ...recorded[kind], schemaVersion: schemaVersion + 1 }));
    later('RELEASE HEAD');
    later('CONTACT STANDING');
    later('PACE PACE');
    const { pk: release = '' } = recorded['RELEASE HEAD'] ?? {};
    const { pk: contact = '' } = recorded['CONTACT STANDING'] ?? {};
    const reading = releaseTable(table).readHead(release.slice('RELEASE#'.length));
    await expect(reading).rejects.toThrow(NewerItem);
    await expect(reading).rejects.toThrow(
      /^the table has a RELEASE HEAD of version 2, and this Dateline knows version 1/,
    );
    await expect(contactTable(table).readStanding(contact.slice('CONTACT#'.length))).rejects.toThrow(
      NewerItem,
    );
    await expect(paceTable(table).readPace()).rejects.toThrow(NewerItem);
  });
});

describe('the upgrades', () => {
  const chain = [
    (item: StoredItem) => ({ ...item, name: `${item.first} ${item.last}` }),
    (item: StoredItem) => ({ ...item, names: [item.name] }),
  ];
  it.each([
    ['without a version', { first: 'Ann', last: 'Lee' }],
    ['of version 1', { first: 'Ann', last: 'Lee', schemaVersion: 1 }],
    ['of version 2', { name: 'Ann Lee', schemaVersion: 2 }],
    ['of version 3', { names: ['Ann Lee'], schemaVersion: 3 }],
  ])('bring an item %s to the shape of today, one version after the other', (_, item) => {
    expect(upgraded(item, chain).names).toEqual(['Ann Lee']);
  });

  it('are as many as there are versions to come from', () => {
    expect(() => upgraded({ pk: 'RELEASE#a', sk: 'HEAD', schemaVersion: 4 }, chain)).toThrow(NewerItem);
    expect(() => upgraded({ pk: 'RELEASE#a', sk: 'HEAD', schemaVersion })).not.toThrow();
  });
});
