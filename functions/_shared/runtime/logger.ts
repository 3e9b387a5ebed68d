import { LogFormatter, Logger, LogItem } from '@aws-lambda-powertools/logger';
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types';
import * as z from 'zod';
import { measure } from './metrics.ts';

/** The words in `level`. An alarm is an error that no retry mends; a metric beside it rings. */
const levels: Partial<Record<string, string>> = {
  INFO: 'info',
  WARN: 'warning',
  ERROR: 'error',
  CRITICAL: 'alarm',
};

/**
 * Writes the members that we want and no others: the library would write an error's message, which may quote a release,
 * and what Lambda says in its own lines anyway.
 */
class LineFormatter extends LogFormatter {
  formatAttributes(
    { timestamp, logLevel, message, serviceName, xRayTraceId }: UnformattedAttributes,
    members: LogAttributes,
  ): LogItem {
    return new LogItem({
      attributes: {
        timestamp: timestamp.toISOString(),
        level: levels[logLevel] ?? logLevel,
        stage: message,
        service: serviceName,
        ...members,
        trace: xRayTraceId,
      },
    });
  }
}

// An error of the SDK has ten frames of its own, the usual limit, before the first of ours.
Error.stackTraceLimit = 40;

const logger = new Logger({ logFormatter: new LineFormatter() });

const contextSchema = z.object({ awsRequestId: z.string() });

/** Puts the request's id into all lines from here on. An environment runs one invocation at a time. */
export function beginInvocation(context: unknown): void {
  const { success, data } = contextSchema.safeParse(context);
  if (success) logger.appendKeys({ requestId: data.awsRequestId });
}

/**
 * Writes one line. `stage` and `level` are words as above; everything else is ids and counts, because a log may be read
 * by people who must not see a headline before its time. Each error is counted.
 */
export function writeLog({ stage, level, ...members }: Record<string, unknown>): void {
  const named = String(stage);
  if (level === 'error') {
    logger.error(named, members);
    measure({ Failures: 1 }, { stage: named });
  } else if (level === 'alarm') logger.critical(named, members);
  else if (level === 'warning') logger.warn(named, members);
  else logger.info(named, members);
}
