import * as z from 'zod';
import { Fault } from './fault.ts';
import { type QueueCounts, type QueueSettings, redriveSchema } from './queues.ts';

type NumberSetting = Exclude<keyof QueueSettings, 'redrive' | 'others'>;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const numbers: Readonly<Record<string, readonly [setting: NumberSetting, least: number, most: number]>> = {
  DelaySeconds: ['delaySeconds', 0, 900],
  MaximumMessageSize: ['maximumBytes', 1024, 1_048_576],
  MessageRetentionPeriod: ['retentionSeconds', 60, 1_209_600],
  ReceiveMessageWaitTimeSeconds: ['receiveWaitSeconds', 0, 20],
  VisibilityTimeout: ['visibilitySeconds', 0, 43_200],
};

/** Attributes that are stored and returned but have no effect here. */
const kept = new Set(['Policy', 'RedriveAllowPolicy', 'SqsManagedSseEnabled', 'KmsMasterKeyId']);

const countNames = {
  ApproximateNumberOfMessages: 'visible',
  ApproximateNumberOfMessagesNotVisible: 'inFlight',
  ApproximateNumberOfMessagesDelayed: 'delayed',
} as const;

/** The settings after applying an `Attributes` map of SetQueueAttributes or CreateQueue. */
export function changed(settings: QueueSettings, attributes: Record<string, string>): QueueSettings {
  return Object.entries(attributes).reduce((before, [name, value]) => change(before, name, value), settings);
}

function change(settings: QueueSettings, name: string, value: string): QueueSettings {
  if (name === 'RedrivePolicy') return { ...settings, redrive: redriveIn(value) };
  if (kept.has(name)) return { ...settings, others: { ...settings.others, [name]: value } };
  const [setting, least, most] = numbers[name] ?? [];
  if (setting === undefined || least === undefined || most === undefined) throw unknown(name);
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < least || number > most)
    throw new Fault('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
  return { ...settings, [setting]: number };
}

/** An empty policy removes the redrive policy. */
function redriveIn(value: string): QueueSettings['redrive'] {
  if (value === '') return undefined;
  try {
    return redriveSchema.parse(JSON.parse(value));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError)
      throw new Fault('InvalidAttributeValue', 'Invalid value for the parameter RedrivePolicy.');
    throw error;
  }
}

/** The answer of GetQueueAttributes, limited to the requested attributes. */
export function attributesOf(
  arn: string,
  settings: QueueSettings,
  counts: QueueCounts,
  wanted: readonly string[],
): Record<string, string> {
  const every: Record<string, string> = {
    QueueArn: arn,
    SqsManagedSseEnabled: 'true',
    ...Object.fromEntries(Object.entries(countNames).map(([name, count]) => [name, String(counts[count])])),
    ...Object.fromEntries(
      Object.entries(numbers).map(([name, [setting]]) => [name, String(settings[setting])]),
    ),
    ...(settings.redrive && { RedrivePolicy: JSON.stringify(settings.redrive) }),
    ...settings.others,
  };
  const askable = new Set([...Object.keys(every), ...kept, 'All', 'RedrivePolicy', ...times]);
  const strange = wanted.find((name) => !askable.has(name));
  if (strange !== undefined) throw unknown(strange);
  if (wanted.includes('All')) return every;
  return Object.fromEntries(Object.entries(every).filter(([name]) => wanted.includes(name)));
}

/** SQS has these attributes too; they are not recorded here. */
const times = ['CreatedTimestamp', 'LastModifiedTimestamp'];

/** The first attribute of the map whose value differs from the queue's. Undefined if there is none. */
export function differing(settings: QueueSettings, attributes: Record<string, string>): string | undefined {
  return Object.entries(attributes).find(
    ([name, value]) => JSON.stringify(change(settings, name, value)) !== JSON.stringify(settings),
  )?.[0];
}

function unknown(name: string): Fault {
  return new Fault('InvalidAttributeName', `Unknown Attribute ${name}.`);
}
