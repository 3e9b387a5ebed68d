import { expect, test } from 'vitest';
import { deadLetterInWords } from '../../bin/dead-letter-words.ts';
import { deadLetterQueue } from '../../functions/_shared/aws/dead-letter-queue.ts';
import { openQueue } from '../infra/local/cloud/open-queue.ts';

test.each([
  [
    {
      Records: [
        {
          eventName: 'ObjectCreated:Put',
          s3: { bucket: { name: 'b' }, object: { key: 'releases/th%C3%B4ng+c%C3%A1o.md' } },
        },
      ],
    },
    'releases/thông cáo.md, which somebody dropped',
  ],
  [
    {
      Records: [
        {
          eventName: 'ObjectRemoved:Delete',
          s3: { bucket: { name: 'b' }, object: { key: 'releases/a.md' } },
        },
      ],
    },
    'releases/a.md, which somebody deleted',
  ],
  [{ kind: 'release', releaseId: 'forum', version: 2 }, 'mails and proof of forum, version 2'],
  [{ kind: 'notice', noticeId: 'n1' }, 'the notice n1'],
  [{ releaseId: 'forum', version: 2, edition: 'general' }, 'the general edition of forum, version 2'],
  [{ deliveryId: 'forum_v2_general', chunk: 3 }, 'chunk 3 of forum_v2_general'],
  [{ work: 'sweep' }, 'the watch’s work “sweep”'],
  [
    {
      'detail-type': 'Email Bounced',
      detail: {
        mail: { destination: ['ann@example.org'], tags: { release: ['forum'], edition: ['general'] } },
        bounce: { bouncedRecipients: [{ emailAddress: 'ann@example.org' }] },
      },
    },
    'an event of SES, “Email Bounced” about forum general',
  ],
  [{ to: 'ann@example.org' }, 'a message of 24 characters that nobody can read'],
])('a dead letter is told in words, without addresses: %j', (content, words) => {
  expect(deadLetterInWords(JSON.stringify(content))).toBe(words);
});

/** A stage that gave up on `count` messages. */
async function openLetters(count: number) {
  const { stack, client, QueueUrl, send, receive } = await openQueue({
    VisibilityTimeout: 0,
    RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Letters', 'Arn'] }, maxReceiveCount: 1 },
  });
  for (let i = 0; i < count; i += 1) await send(JSON.stringify({ deliveryId: 'forum_v1_general', chunk: i }));
  // An answer is empty if all of its messages have just become dead letters.
  for (let i = 0; i < count; i += 1) await receive();
  return { receive, letters: deadLetterQueue({ client, url: stack.queueUrl('Small-Letters') }), QueueUrl };
}

test('whoever looks at dead letters takes none: they can be looked at again, and all are given back', async () => {
  const { letters, receive } = await openLetters(23);
  const bodies = (seen: { body: string }[]) => new Set(seen.map(({ body }) => body));
  expect(bodies(await letters.look(100)).size).toBe(23);
  expect(bodies(await letters.look(100)).size).toBe(23);
  expect(await letters.look(5)).toHaveLength(5);
  const arn = await letters.readArn();
  expect(await letters.readMove(arn)).toBeNull();
  await letters.startMove(arn);
  await expect.poll(async () => await letters.readMove(arn)).toMatchObject({ state: 'done', moved: 23 });
  expect(await letters.look(100)).toEqual([]);
  const back = new Set<string | undefined>();
  await expect
    .poll(async () => {
      for (const { Body } of await receive({ VisibilityTimeout: 30 })) back.add(Body);
      return back.size;
    })
    .toBe(23);
});
