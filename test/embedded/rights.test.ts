import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Bucket, bucketObjects } from '../../functions/_shared/aws/bucket.ts';
import { contactTable } from '../../functions/_shared/aws/contact-table.ts';
import { deliveryTable } from '../../functions/_shared/aws/delivery-table.ts';
import { listTable } from '../../functions/_shared/aws/list-table.ts';
import { noticeStore } from '../../functions/_shared/aws/notice-store.ts';
import { recipientsFile } from '../../functions/_shared/aws/recipients-file.ts';
import { segmentTable } from '../../functions/_shared/aws/segment-table.ts';
import { signUpTable } from '../../functions/_shared/aws/sign-up-table.ts';
import type { Table } from '../../functions/_shared/aws/table.ts';
import { objectUploads } from '../../functions/_shared/aws/upload-object.ts';
import { connectImports } from '../../functions/_shared/lists/connect-imports.ts';
import { connectPeople } from '../../functions/_shared/lists/connect-people.ts';
import { eraseContact } from '../../functions/_shared/lists/erase-contact.ts';
import { exportContact } from '../../functions/_shared/lists/export-contact.ts';
import { importContacts } from '../../functions/_shared/lists/import-contacts.ts';
import { freezeAudience } from '../../functions/compose-emails/freeze-audience.ts';
import { importList } from '../../functions/import-contacts/import-list.ts';
import { configuration } from '../../infra/configuration.ts';
import { madeWorkbook } from '../functions/_shared/lists/made-workbook.ts';
import { PaperLists } from '../functions/_shared/lists/paper-lists.ts';
import { clientOptions, named, openStack } from '../infra/local/cloud/open-stack.ts';
import { smallTemplateWithout } from '../infra/local/cloud/small-template.ts';
import { someKeys } from '../some-keys.ts';
import { openEmbeddedTable } from './embedded-table.ts';

const { newsroom } = configuration('local');
const at = '2026-01-05T08:00:00.000Z';
const csv =
  'Email,Name,Outlet\r\nlinh@daily.example.org,Nguyễn Thùy Linh,Daily\r\nminh@radio.example.net,"Trần Minh",Radio\r\n';

let table: Table;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ table, close } = await openEmbeddedTable());
});
afterAll(() => close());

async function openBucket(): Promise<Bucket> {
  const stack = await openStack({
    template: smallTemplateWithout('RelayMapping', 'Relay00000006', 'Table00000005'),
  });
  const client = new S3Client({ ...clientOptions, endpoint: stack.endpoints.s3, forcePathStyle: true });
  return { client, name: named(stack.names.buckets, 'Store') };
}

/** Everything in the bucket (including earlier versions) and the table, as one text. */
async function everythingStored({ client, name }: Bucket): Promise<string> {
  const texts: string[] = [];
  const { Versions = [] } = await client.send(new ListObjectVersionsCommand({ Bucket: name }));
  for (const { Key, VersionId } of Versions) {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: name, Key, VersionId }));
    texts.push(`${Key}\n${await Body?.transformToString()}`);
  }
  const { Items } = await table.client.send(new ScanCommand({ TableName: table.name }));
  return [...texts, JSON.stringify(Items)].join('\n');
}

it('an erased person is removed everywhere, the others are not, and no import brings them back', async () => {
  const bucket = await openBucket();
  const people = await connectPeople({ table, bucket, keys: someKeys, now: () => new Date(at) });
  const imports = await connectImports({ table, bucket, keys: someKeys }, newsroom, null);
  const paper = new PaperLists();
  const run = (importId: string) => importContacts(imports, paper.importing(csv, { importId }));
  await bucketObjects(bucket).writeObject('lists/press.csv', csv, 'text/csv');
  await run('first');
  const contactId = people.contactIdOf('Linh@daily.example.org');
  const other = people.contactIdOf('minh@radio.example.net');

  const rule = {
    origin: 'declared' as const,
    lists: ['press'],
    segments: [],
    beats: [],
    regions: [],
    exclude: [],
  };
  const audience = await freezeAudience(
    {
      ...listTable(table),
      ...segmentTable(table),
      ...contactTable(table),
      upload: (key) => objectUploads(bucket).uploadObject(key, 'application/x-ndjson'),
      newsroom,
    },
    { releaseId: 'forum', version: 1, rule, languages: ['en'], now: at },
  );
  const frozen = Buffer.from((await bucketObjects(bucket).readObject(audience.recipientsKey)) ?? []);
  await bucketObjects(bucket).writeObject(
    'store/deliveries/forum_v1_general/x.recipients.ndjson',
    frozen,
    'application/x-ndjson',
  );
  const sent = {
    deliveryId: 'forum_v1_general',
    language: 'en' as const,
    state: 'sent' as const,
    reason: null,
    at,
  };
  await deliveryTable(table).writeOutcomes(
    [
      { contactId, email: 'linh@daily.example.org' },
      { contactId: other, email: 'minh@radio.example.net' },
    ].map((whom) => ({ ...sent, ...whom, sesMessageId: 'm', attempt: 1, decided: null, chunk: 0 })),
  );
  await noticeStore(bucket).writeNotice('terms-1', {
    to: 'linh@daily.example.org',
    contactId,
    notice: {
      kind: 'terms',
      language: 'vi',
      name: 'Nguyễn Thùy Linh',
      termsVersion: '1',
      termsUrl: 'https://x.example.org',
    },
  });
  const signUp = {
    name: 'Nguyễn Thùy Linh',
    outlet: null,
    role: null,
    beats: [],
    counters: [],
    language: 'vi' as const,
    list: 'press',
  };
  await signUpTable(table).putSignUp(
    { ...signUp, contactId, email: 'linh@daily.example.org', nonce: 'n', requestedAt: at, confirmedAt: null },
    at,
    new Date('2026-01-12'),
  );

  const exported = JSON.stringify(await exportContact(people, contactId));
  expect(exported).toContain('linh@daily.example.org');
  expect(exported).toContain('forum_v1_general');
  expect(exported).not.toContain('minh@radio');

  const erased = await eraseContact(people, { contactId, by: 'An Admin', at });
  expect(erased).toMatchObject({ card: true, records: 1 });

  const left = await everythingStored(bucket);
  expect(left).not.toMatch(/linh@daily/i);
  expect(left).not.toContain('Thùy Linh');
  expect(left).toContain('minh@radio.example.net');
  // The records stay, so that they can be counted. Chunks are byte ranges of the file, so the file must keep its
  // length.
  expect(left).toContain(contactId);
  const after = Buffer.from(
    (await bucketObjects(bucket).readObject('store/deliveries/forum_v1_general/x.recipients.ndjson')) ?? [],
  );
  expect(after.length).toBe(frozen.length);
  const recipients = await Array.fromAsync(
    recipientsFile(bucket, ['store/deliveries/', 'store/audiences/']).streamRecipients(
      'store/deliveries/forum_v1_general/x.recipients.ndjson',
    ),
  );
  expect(recipients.map(({ email }) => email).toSorted()).toEqual(['', 'minh@radio.example.net']);
  expect(Buffer.from((await bucketObjects(bucket).readObject('lists/press.csv')) ?? []).toString()).toBe(
    'Email,Name,Outlet\r\nminh@radio.example.net,"Trần Minh",Radio\r\n',
  );

  const { counts } = await run('second');
  expect(counts).toMatchObject({ added: 0, unchanged: 1, suppressed: 1 });
  expect(await people.readCard(contactId)).toBeNull();
  expect(await everythingStored(bucket)).not.toMatch(/linh@daily/i);
});

it('an erased person is in no workbook, no refused file and no report', async () => {
  const bucket = await openBucket();
  const people = await connectPeople({ table, bucket, keys: someKeys, now: () => new Date(at) });
  const workbook = (email: string) =>
    madeWorkbook([
      { name: 'Press', rows: [['Email'], ['minh@radio.example.net']] },
      { name: 'Old', state: 'hidden', rows: [['Email'], [`minh@radio.example.net; ${email}`]] },
    ]);
  const files: Record<string, string | Uint8Array> = {
    'lists/hers.xlsx': workbook('Thao@daily.example.org'),
    'lists/others.xlsx': workbook('duc@daily.example.org'),
    'lists/hers.xls': Buffer.from('\xd0\xcf\x11\xe0 t\0h\0thao@daily.example.org\0', 'latin1'),
    'lists/others.xls': Buffer.from('\xd0\xcf\x11\xe0 duc@daily.example.org\0', 'latin1'),
    'lists/broken.csv': 'Email\nthao@daily.example.org\n"never closed\n',
    'lists/quoted.csv': 'Email,Twitter\nthao@daily.example.org,@thao\nduc@daily.example.org,@duc\n',
  };
  for (const [key, body] of Object.entries(files))
    await bucketObjects(bucket).writeObject(key, body, 'text/plain');
  await importList(
    {
      imports: await connectImports({ table, bucket, keys: someKeys }, newsroom, null),
      lookAt: async () => ({ etag: '', isRewritten: false }),
      rowsInPart: 500,
      mayGoOn: () => true,
      openObject: (key) => bucketObjects(bucket).readObjectStream(key),
      writeReport: (key, body, contentType) => bucketObjects(bucket).writeObject(key, body, contentType),
      newsroom,
      now: () => new Date(at),
      log: () => undefined,
      measure: () => undefined,
    },
    { bucket: bucket.name, key: 'lists/quoted.csv', versionId: 'v1', etag: '', size: 1 },
  );
  expect(await everythingStored(bucket)).toContain('@thao');

  await eraseContact(people, {
    contactId: people.contactIdOf('thao@daily.example.org'),
    by: 'An Admin',
    at,
  });

  const left = (await Array.fromAsync(bucketObjects(bucket).listObjects(''))).map(({ key }) => key);
  expect(left.filter((key) => key.startsWith('lists/'))).toEqual([
    'lists/others.xls',
    'lists/others.xlsx',
    'lists/quoted.csv',
  ]);
  expect(left).toContain('reports/lists/quoted.csv.json');
  const stored = await everythingStored(bucket);
  expect(stored).not.toMatch(/thao/i);
  expect(stored).toContain('duc@daily.example.org');
});
