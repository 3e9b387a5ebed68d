/**
 * Measures how freezing an audience scales: `node bench/freezing.ts [contacts…]` (100,000 and 1,000,000 without
 * arguments), each in a separate table on the embedded DynamoDB. One contact in ten has a standing. Freezing runs in a
 * separate process; prints its peak memory, seconds and contacts per second.
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { devNull } from 'node:os';
import { promisify } from 'node:util';
import { contactTable } from '../functions/_shared/aws/contact-table.ts';
import { listTable } from '../functions/_shared/aws/list-table.ts';
import { segmentTable } from '../functions/_shared/aws/segment-table.ts';
import type { Table } from '../functions/_shared/aws/table.ts';
import type { Upload } from '../functions/_shared/aws/upload-object.ts';
import type { Card } from '../functions/_shared/domain/contact.ts';
import { contactIdOf } from '../functions/_shared/domain/contact-id.ts';
import { freezeAudience } from '../functions/compose-emails/freeze-audience.ts';
import { embeddedTableAt, openEmbeddedTable } from '../test/embedded/embedded-table.ts';

const at = '2026-01-01T00:00:00Z';
const key = new Uint8Array(32);
const lists = ['list-0', 'list-1', 'list-2'];

function cardNumber(n: number): Card {
  const email = `reporter-${n}@desk-${n % 997}.example.org`;
  return {
    contactId: contactIdOf(email, key),
    revision: 1,
    email,
    name: `Reporter ${n}`,
    outlet: `Outlet ${n % 997}`,
    outletKind: 'newspaper',
    role: 'reporter',
    phone: null,
    beats: n % 2 ? ['health'] : ['climate', 'gender'],
    regions: ['VN'],
    languages: n % 3 ? ['vi', 'en'] : ['fr'],
    zone: null,
    // Three lists: everybody is on the first or the second, one in five also on the third.
    lists: n % 5 ? [`list-${n % 2}`] : [`list-${n % 2}`, 'list-2'],
    tier: 2,
    consent: null,
    notes: null,
    createdAt: at,
    updatedAt: at,
  };
}

function toNowhere(): Upload {
  const nowhere: WriteStream = createWriteStream(devNull);
  return {
    write: async (text) => {
      if (!nowhere.write(text)) await once(nowhere, 'drain');
    },
    finish: async () => void nowhere.end(),
    abort: async () => void nowhere.destroy(),
  };
}

/**
 * The heap that V8 has in a Lambda of 256 MB, after the runtime and its libraries. Without a limit V8 collects garbage
 * late.
 */
const heapOfASmallLambda = ['--max-old-space-size=96', '--max-semi-space-size=4'];

async function fill(table: Table, contacts: number): Promise<void> {
  for (const list of lists) await listTable(table).registerList({ list, title: list, createdAt: at });
  for (let start = 0; start < contacts; start += 2000) {
    const cards = Array.from({ length: Math.min(2000, contacts - start) }, (_, i) => cardNumber(start + i));
    await contactTable(table).putCards(cards);
    await Promise.all(
      cards
        .filter((_, i) => i % 10 === 0)
        .map(({ contactId }) => contactTable(table).suppress(contactId, 'unsubscribed', 'bench', at)),
    );
  }
}

async function freeze(table: Table, contacts: number): Promise<void> {
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50);
  const start = performance.now();
  const summary = await freezeAudience(
    {
      ...listTable(table),
      ...segmentTable(table),
      ...contactTable(table),
      upload: toNowhere,
      newsroom: { defaultLanguage: 'en', defaultList: 'list-0' },
    },
    {
      releaseId: 'bench',
      version: 1,
      rule: { origin: 'declared', lists, segments: [], beats: [], regions: [], exclude: [] },
      languages: ['en', 'vi'],
      now: at,
    },
  );
  const seconds = (performance.now() - start) / 1000;
  clearInterval(watch);
  console.log(
    JSON.stringify({
      contacts,
      recipients: summary.recipients,
      excluded: summary.exclusions,
      seconds: Number(seconds.toFixed(1)),
      contactsPerSecond: Math.round(contacts / seconds),
      peakMebibytes: Math.round(peak / 1024 / 1024),
    }),
  );
}

const [first, endpoint, size] = process.argv.slice(2);
if (first === 'freeze') await freeze(embeddedTableAt(endpoint ?? ''), Number(size));
else {
  const sizes = process.argv.slice(2).map(Number);
  for (const contacts of sizes.length > 0 ? sizes : [100_000, 1_000_000]) {
    const opened = await openEmbeddedTable();
    await fill(opened.table, contacts);
    const itself = [...heapOfASmallLambda, import.meta.filename, 'freeze', opened.endpoint, String(contacts)];
    const { stdout } = await promisify(execFile)(process.execPath, itself);
    process.stdout.write(stdout);
    await opened.close();
  }
}
