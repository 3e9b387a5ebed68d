import { describe, expect, it } from 'vitest';
import { auditStore, type TrailPart } from '../../../../functions/_shared/aws/audit-store.ts';
import { bucketObjects } from '../../../../functions/_shared/aws/bucket.ts';
import type { AuditLine } from '../../../../functions/_shared/domain/audit.ts';
import { openBucket } from '../../../infra/local/cloud/open-bucket.ts';
import { bucketThrough, FakeBucket } from '../../../simulator/fake-bucket.ts';

async function openTrail() {
  const { client, Bucket } = await openBucket();
  const bucket = { client, name: Bucket };
  return { bucket, ...auditStore(bucket) };
}

function line(subject: string, at: string, act: string): AuditLine {
  return { subject, at, act, by: 'Lan', reason: null, before: null, after: { note: 'ủ' } };
}
const actsOf = async (lines: AsyncIterable<AuditLine>) =>
  (await Array.fromAsync(lines)).map(({ act }) => act);

it('keeps the first of two lines with the same key: a retry changes nothing', async () => {
  const trail = await openTrail();
  const approved = line('RELEASE#once', '2026-02-01T08:00:00.000Z', 'approve');
  await trail.appendAuditOnce(approved, '000002-0');
  await trail.appendAuditOnce({ ...approved, by: 'Somebody Else' }, '000002-0');
  expect(await Array.fromAsync(trail.readAudit('RELEASE#once'))).toEqual([approved]);
});

it('tells what happened to one release over the months, oldest first, and nothing of another', async () => {
  const trail = await openTrail();
  const long = 'x'.repeat(1000);
  for (const subject of ['RELEASE#forum', 'RELEASE#diễn đàn/một', `RELEASE#${long}`, 'LIST#forum'])
    for (const [at, act] of [
      ['2026-01-31T23:59:59.999Z', 'accept'],
      ['2025-12-01T08:00:00.000Z', 'drop'],
      ['2026-01-31T08:00:00.000Z', 'read'],
    ] as const)
      await trail.appendAudit(line(subject, at, `${act} ${subject}`));
  for (const subject of ['RELEASE#forum', 'RELEASE#diễn đàn/một', `RELEASE#${long}`, 'LIST#forum'])
    expect(await actsOf(trail.readAudit(subject))).toEqual(
      ['drop', 'read', 'accept'].map((act) => `${act} ${subject}`),
    );
  expect(await actsOf(trail.readAudit('RELEASE#for'))).toEqual([]);
});

it('tells a month in the order of instants, whoever acted on what', async () => {
  const trail = await openTrail();
  const lines = Array.from({ length: 60 }, (_, n) =>
    line(`CONTACT#c${n % 7}`, `2026-03-01T08:00:${String(59 - n).padStart(2, '0')}.000Z`, `act ${59 - n}`),
  );
  await Promise.all(lines.map((each) => trail.appendAudit(each)));
  await trail.appendAudit(line('NEWSROOM', '2026-03-01T08:00:30.500Z', 'resume'));
  const acts = await actsOf(trail.readAuditMonth('2026-03'));
  expect(acts).toHaveLength(61);
  expect(acts.slice(29, 33)).toEqual(['act 29', 'act 30', 'resume', 'act 31']);
  expect(await actsOf(trail.readAuditMonth('2026-04'))).toEqual([]);
});

it('never writes a line without the header that keeps an earlier one', async () => {
  const trail = await openTrail();
  const key = 'audit/2026-05/newsroom/2026-05-01T08:00:00.000Z#1.json';
  await bucketObjects(trail.bucket).writeObject(key, '{}', 'application/json');
  await trail.appendAuditOnce(line('NEWSROOM', '2026-05-01T08:00:00.000Z', 'resume'), '1');
  expect(Buffer.from((await bucketObjects(trail.bucket).readObject(key)) ?? []).toString()).toBe('{}');
});

describe('a page of the trail', () => {
  const month = Array.from({ length: 120 }, (_, n) =>
    line(
      `CONTACT#c${n % 7}`,
      `2026-03-01T08:${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}.000Z`,
      `act ${n}`,
    ),
  );

  async function trailOf(lines: readonly AuditLine[]) {
    const fake = new FakeBucket();
    const trail = auditStore(bucketThrough(async (command) => fake.execute(command)));
    for (const each of lines) await trail.appendAudit(each);
    return { fake, ...trail };
  }

  it('begins with the latest, goes back without a gap, and ends with the first of the month', async () => {
    const { readTrailOfMonth } = await trailOf(month);
    const seen: string[] = [];
    let before: string | null = null;
    do {
      const part: TrailPart = await readTrailOfMonth('2026-03', { before, size: 50 });
      seen.push(...part.lines.map(({ act }) => act));
      before = part.older;
    } while (before !== null);
    expect(seen).toEqual(month.map(({ act }) => act).reverse());
  });

  it('loses nothing of two acts at the same instant, when a page ends between them', async () => {
    const at = '2026-03-01T08:00:00.000Z';
    const { fake, appendAuditOnce, readTrailOfMonth } = await trailOf([]);
    for (const subject of ['RELEASE#a', 'RELEASE#b'])
      await appendAuditOnce(line(subject, at, subject), '1-0');
    expect(fake.objects.size).toBe(2);
    const first = await readTrailOfMonth('2026-03', { before: null, size: 1 });
    const second = await readTrailOfMonth('2026-03', { before: first.older, size: 1 });
    expect([first, second].map(({ lines }) => lines[0]?.subject).sort()).toEqual(['RELEASE#a', 'RELEASE#b']);
    expect(second.older).toBeNull();
  });

  it('reads the lines that it shows and no others, however many the month has', async () => {
    const { fake, readTrailOfMonth } = await trailOf(month);
    fake.requests = 0;
    await readTrailOfMonth('2026-03', { before: null, size: 10 });
    expect(fake.requests).toBe(1 + 10);
  });

  it('of one release goes back over the months', async () => {
    const { readTrailOf } = await trailOf([
      line('RELEASE#forum', '2025-12-01T08:00:00.000Z', 'drop'),
      line('RELEASE#other', '2026-01-02T08:00:00.000Z', 'drop'),
      line('RELEASE#forum', '2026-01-01T08:00:00.000Z', 'approve'),
      line('RELEASE#forum', '2026-02-01T08:00:00.000Z', 'kill'),
    ]);
    const first = await readTrailOf('RELEASE#forum', { before: null, size: 2 });
    expect(first.lines.map(({ act }) => act)).toEqual(['kill', 'approve']);
    const second = await readTrailOf('RELEASE#forum', { before: first.older, size: 2 });
    expect([second.lines.map(({ act }) => act), second.older]).toEqual([['drop'], null]);
  });
});
