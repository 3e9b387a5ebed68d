import { createHash } from 'node:crypto';
import { ConflictException, CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import type { ArmMessage } from '../domain/messages.ts';
import type { Instant } from '../domain/report.ts';
import { messageQueue, type Queue } from './queue.ts';

/** The group of armed editions in EventBridge Scheduler, and the queue that its schedules send to. */
export interface Schedules {
  client: SchedulerClient;
  group: string;
  /** The role with which the Scheduler sends to the queue. */
  roleArn: string;
  armQueueArn: string;
  /** The queue for what the Scheduler gives up. */
  deadLettersArn: string;
}

export function connectSchedules(where: Omit<Schedules, 'client'>): Schedules {
  return { ...where, client: new SchedulerClient({ maxAttempts: 4 }) };
}

/** SQS delays a message for at most 15 minutes. It is precise to a second, the Scheduler only to a minute. */
const longestDelaySeconds = 900;

export type ArmSchedule = ReturnType<typeof armSchedule>;

/** `schedules`: null in stages whose moves schedule nothing for later. */
export function armSchedule(schedules: Schedules | null, armQueue: Queue) {
  const { enqueue } = messageQueue(armQueue);
  return {
    /**
     * Delivers an arm message to arm-delivery at `at`: now if that is in the past, by a delayed message if it is soon,
     * otherwise by a one-time schedule that deletes itself. Idempotent: the schedule's name is made of the message and
     * the time.
     */
    async armAt(message: ArmMessage, at: Instant, now: Date): Promise<void> {
      const delaySeconds = Math.ceil((Date.parse(at) - now.getTime()) / 1000);
      if (delaySeconds <= longestDelaySeconds) await enqueue(message, Math.max(0, delaySeconds));
      else if (schedules) await schedule(schedules, message, at);
      else throw new Error('this stage was not given the schedules that an edition of later needs');
    },
  };
}

async function schedule(schedules: Schedules, message: ArmMessage, at: Instant): Promise<void> {
  const input = JSON.stringify(message);
  const name = createHash('sha256').update(`${input}@${at}`).digest('hex').slice(0, 48);
  try {
    await schedules.client.send(
      new CreateScheduleCommand({
        Name: name,
        ClientToken: name,
        GroupName: schedules.group,
        ScheduleExpression: `at(${new Date(at).toISOString().slice(0, 19)})`,
        ScheduleExpressionTimezone: 'UTC',
        FlexibleTimeWindow: { Mode: 'OFF' },
        ActionAfterCompletion: 'DELETE',
        Target: {
          Arn: schedules.armQueueArn,
          RoleArn: schedules.roleArn,
          Input: input,
          DeadLetterConfig: { Arn: schedules.deadLettersArn },
        },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConflictException)) throw error;
  }
}
