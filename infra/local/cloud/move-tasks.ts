import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { lastPart } from './account.ts';
import { Fault } from './fault.ts';
import type { Queues } from './queues.ts';
import { expectIn, invalidParameter } from './sqs-faults.ts';

const startInput = z.object({
  SourceArn: z.string(),
  DestinationArn: z.string().optional(),
  MaxNumberOfMessagesPerSecond: z.number().optional(),
});
type Move = z.infer<typeof startInput>;

const listInput = z.object({
  SourceArn: z.string(),
  MaxResults: z.number().int().min(1).max(10).default(1),
});
const cancelInput = z.object({ TaskHandle: z.string() });
const handleSchema = z.object({ taskId: z.string(), sourceArn: z.string() });

type Status = 'RUNNING' | 'COMPLETED' | 'CANCELLING' | 'CANCELLED' | 'FAILED';
type Task = Move & {
  id: string;
  status: Status;
  moved: number;
  toMove: number;
  startedAt: number;
  failure: string | undefined;
};

/** Messages that are moved in one step if no rate is set. */
const messagesAtOnce = 500;

/**
 * Moves messages out of dead-letter queues in the background. LocalStack recorded the error messages from AWS
 * (tests/aws/services/sqs/test_sqs_move_task.snapshot.json). Tasks are lost when the process ends.
 */
export class MoveTasks {
  readonly #queues: Queues;
  readonly #now: () => number;
  readonly #tasks: Task[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(queues: Queues, now: () => number) {
    this.#queues = queues;
    this.#now = now;
  }

  start(input: unknown): { TaskHandle: string } {
    const move = startInput.parse(input);
    this.#refuse(move);
    const { visible } = this.#queues.counts(lastPart(move.SourceArn));
    const task: Task = {
      ...move,
      id: randomUUID(),
      status: 'RUNNING',
      moved: 0,
      toMove: visible,
      startedAt: this.#now(),
      failure: undefined,
    };
    this.#tasks.unshift(task);
    this.#later(task);
    return { TaskHandle: handleOf(task) };
  }

  list(input: unknown): { Results: object[] } {
    const { SourceArn, MaxResults } = listInput.parse(input);
    this.#expectQueue(SourceArn, 'SourceArn');
    const tasks = this.#tasks.filter((task) => task.SourceArn === SourceArn).slice(0, MaxResults);
    return { Results: tasks.map(described) };
  }

  cancel(input: unknown): { ApproximateNumberOfMessagesMoved: number } {
    const { taskId, sourceArn } = handleIn(cancelInput.parse(input).TaskHandle);
    this.#expectQueue(sourceArn, 'SourceArn');
    const task = this.#tasks.find(({ id }) => id === taskId);
    if (task?.status !== 'RUNNING') throw new Fault('ResourceNotFoundException', 'Task does not exist.', 404);
    task.status = 'CANCELLED';
    return { ApproximateNumberOfMessagesMoved: task.moved };
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #refuse({ SourceArn, DestinationArn, MaxNumberOfMessagesPerSecond: rate }: Move): void {
    this.#expectQueue(SourceArn, 'SourceArn');
    if (this.#queues.sourcesOf(lastPart(SourceArn)).length === 0)
      throw invalidParameter('Source queue must be configured as a Dead Letter Queue.');
    if (DestinationArn !== undefined) this.#expectQueue(DestinationArn, 'DestinationArn');
    expectIn(rate, 'MaxNumberOfMessagesPerSecond', [1, 500], 'Must be between 1 and 500, if provided.');
    if (this.#tasks.some((task) => task.SourceArn === SourceArn && task.status === 'RUNNING'))
      throw invalidParameter(
        'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
      );
  }

  #expectQueue(arn: string, parameter: string): void {
    if (this.#queues.names().some((name) => this.#queues.arn(name) === arn)) return;
    const message = `The resource that you specified for the ${parameter} parameter doesn't exist.`;
    throw new Fault('ResourceNotFoundException', message, 404);
  }

  #later(task: Task): void {
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        this.#step(task);
      },
      task.MaxNumberOfMessagesPerSecond === undefined ? 0 : 1000,
    );
    this.#timers.add(timer);
  }

  #step(task: Task): void {
    if (task.status !== 'RUNNING') return;
    const limit = Math.min(
      task.MaxNumberOfMessagesPerSecond ?? messagesAtOnce,
      Math.max(0, task.toMove - task.moved),
    );
    try {
      const destination = task.DestinationArn && lastPart(task.DestinationArn);
      const moved = this.#queues.move(lastPart(task.SourceArn), destination, limit);
      task.moved += moved;
      if (moved < limit || task.moved >= task.toMove) task.status = 'COMPLETED';
      else this.#later(task);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      task.status = 'FAILED';
      task.failure =
        error.code === 'QueueDoesNotExist' ? 'AWS.SimpleQueueService.NonExistentQueue' : error.code;
    }
  }
}

function handleOf({ id, SourceArn }: Task): string {
  return Buffer.from(JSON.stringify({ taskId: id, sourceArn: SourceArn })).toString('base64');
}

function handleIn(written: string): z.infer<typeof handleSchema> {
  try {
    return handleSchema.parse(JSON.parse(Buffer.from(written, 'base64').toString()));
  } catch {
    throw invalidParameter('Value for parameter TaskHandle is invalid.');
  }
}

function described(task: Task): object {
  return {
    Status: task.status,
    SourceArn: task.SourceArn,
    DestinationArn: task.DestinationArn,
    MaxNumberOfMessagesPerSecond: task.MaxNumberOfMessagesPerSecond,
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    StartedTimestamp: task.startedAt,
    FailureReason: task.failure,
    ...(task.status === 'RUNNING' && { TaskHandle: handleOf(task) }),
  };
}
