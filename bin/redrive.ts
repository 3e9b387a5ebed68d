import { setTimeout as sleep } from 'node:timers/promises';
import { auditStore } from '../functions/_shared/aws/audit-store.ts';
import { deadLetterQueue, type Move } from '../functions/_shared/aws/dead-letter-queue.ts';
import { messageQueue, type Queue } from '../functions/_shared/aws/queue.ts';
import { whenInWords } from '../functions/_shared/domain/when-in-words.ts';
import { type CommandIo, defineCommand, type ExitCode, UsageError, unknown } from './command.ts';
import type { Connection } from './connection.ts';
import { deadLetterInWords } from './dead-letter-words.ts';
import { sayStop } from './say-stop.ts';

const mostShown = 100;
const pollMilliseconds = 500;

export const redrive = defineCommand({
  usage: ['redrive', 'redrive STAGE --look', 'redrive STAGE'],
  summary: 'the messages that stages gave up on: how many, what they are about; give them back to a stage',
  options: { look: { type: 'boolean', about: 'only show what they are about' } },
  examples: ['redrive', 'redrive send-emails --look', 'redrive send-emails'],
  positionals: { atLeast: 0, atMost: 1 },
  async run({ values, positionals: [stage], io }) {
    if (stage === undefined && values.look) throw new UsageError('say which stage to look at');
    const connection = await io.connect();
    if (stage === undefined) return countAll(io, connection);
    const stages = Object.keys(connection.deadLetters);
    const queue = Object.hasOwn(connection.deadLetters, stage) ? connection.deadLetters[stage] : undefined;
    if (!queue)
      throw new UsageError(
        unknown(`no stage is called "${stage}" (there are: ${stages.join(', ')})`, stage, stages),
      );
    return values.look ? look(io, connection, queue, stage) : giveBack(io, connection, queue, stage);
  },
});

async function countAll(io: CommandIo, { deadLetters }: Connection): Promise<ExitCode> {
  for (const [stage, queue] of Object.entries(deadLetters)) {
    const { queued } = await messageQueue(queue).readDepth();
    const words = queued === 0 ? io.style.dim('none') : io.style.bad(String(queued));
    io.record({ stage, deadLetters: queued }, () => `${stage.padEnd(20)} ${words}`);
  }
  return 0;
}

async function look(io: CommandIo, { newsroom }: Connection, queue: Queue, stage: string): Promise<ExitCode> {
  const letters = await deadLetterQueue(queue).look(mostShown);
  if (letters.length === 0) io.say(`${stage} has given up on nothing.`);
  for (const { id, body, tries, sentAt } of letters) {
    const about = deadLetterInWords(body);
    const at = new Date(sentAt).toISOString();
    io.record(
      { stage, id, about, tries, sentAt: at },
      () => `${whenInWords(at, newsroom.zone)}  ${about}  ${io.style.dim(id)}`,
    );
  }
  return 0;
}

async function giveBack(
  io: CommandIo,
  connection: Connection,
  queue: Queue,
  stage: string,
): Promise<ExitCode> {
  const { bucket, by, now } = connection;
  const { queued } = await messageQueue(queue).readDepth();
  if (queued === 0) {
    io.record({ stage, moved: 0 }, () => `${stage} has given up on nothing.`);
    return 0;
  }
  const { moved, state, reason } = await move(queue);
  await auditStore(bucket).appendAudit({
    subject: 'NEWSROOM',
    at: now().toISOString(),
    by,
    act: 'redrive',
    reason,
    before: null,
    after: { stage, moved },
  });
  await sayStop(io, connection);
  io.record({ stage, moved, state, reason }, () =>
    state === 'done'
      ? `${io.style.good('✓')} ${moved} given back to ${stage}. Look again in some minutes: npx dateline redrive`
      : `${io.style.bad('✗')} ${moved} given back to ${stage}, then SQS stopped: ${reason ?? 'somebody cancelled it'}`,
  );
  return state === 'done' ? 0 : 1;
}

/** Moves the messages, and follows the move to its end. */
async function move(queue: Queue): Promise<Move> {
  const { readArn, startMove, readMove } = deadLetterQueue(queue);
  const arn = await readArn();
  await startMove(arn);
  for (;;) {
    const latest = await readMove(arn);
    if (latest && latest.state !== 'running') return latest;
    await sleep(pollMilliseconds);
  }
}
