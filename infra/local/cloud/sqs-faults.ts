import { Fault } from './fault.ts';

/**
 * SQS speaks JSON but also gives the error codes of its older protocol, in the header `x-amzn-query-error`. boto3 and
 * older code use those codes.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-json.html
 */
const olderCodes: Readonly<Record<string, string>> = {
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  QueueNameExists: 'QueueAlreadyExists',
  BatchRequestTooLong: 'AWS.SimpleQueueService.BatchRequestTooLong',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  InvalidBatchEntryId: 'AWS.SimpleQueueService.InvalidBatchEntryId',
  PurgeQueueInProgress: 'AWS.SimpleQueueService.PurgeQueueInProgress',
  UnsupportedOperation: 'AWS.SimpleQueueService.UnsupportedOperation',
  InvalidParameterValueException: 'InvalidParameterValue',
  MissingRequiredParameterException: 'MissingParameter',
  AccessDeniedException: 'AccessDenied',
};

export function queryErrorOf({ code }: Fault): string {
  return `${olderCodes[code] ?? code};Sender`;
}

/** `Value 11 for parameter MaxNumberOfMessages is invalid. Reason: …` */
export function invalidValue(value: string | number, parameter: string, reason: string): Fault {
  return invalidParameter(`Value ${value} for parameter ${parameter} is invalid. Reason: ${reason}`);
}

export function invalidParameter(message: string): Fault {
  return new Fault('InvalidParameterValueException', message);
}

export function missing(parameter: string): Fault {
  return new Fault(
    'MissingRequiredParameterException',
    `The request must contain the parameter ${parameter}.`,
  );
}

/** Throws unless `value` is undefined or a whole number from `least` to `most`. */
export function expectIn(
  value: number | undefined,
  parameter: string,
  [least, most]: readonly [number, number],
  reason: string,
): void {
  if (value !== undefined && (!Number.isInteger(value) || value < least || value > most))
    throw invalidValue(value, parameter, reason);
}
