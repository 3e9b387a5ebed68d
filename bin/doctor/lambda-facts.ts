import {
  GetAccountSettingsCommand,
  GetEventSourceMappingCommand,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { orNull } from './look.ts';

export interface MappingFacts {
  uuid: string;
  queueArn: string;
  functionArn: string;
  isEnabled: boolean;
  /** Null: as many as Lambda likes. */
  maximumConcurrency: number | null;
}

/** How many functions the account may run at a time in this region. */
export async function readConcurrency(client: LambdaClient): Promise<number> {
  const { AccountLimit } = await client.send(new GetAccountSettingsCommand({}));
  return AccountLimit?.ConcurrentExecutions ?? 0;
}

/** Null if the queue does not feed a function any more. */
export async function readMapping(client: LambdaClient, uuid: string): Promise<MappingFacts | null> {
  const mapping = await orNull(['ResourceNotFoundException'], () =>
    client.send(new GetEventSourceMappingCommand({ UUID: uuid })),
  );
  return (
    mapping && {
      uuid,
      queueArn: mapping.EventSourceArn ?? '',
      functionArn: mapping.FunctionArn ?? '',
      isEnabled: ['Enabled', 'Enabling', 'Creating', 'Updating'].includes(mapping.State ?? ''),
      maximumConcurrency: mapping.ScalingConfig?.MaximumConcurrency ?? null,
    }
  );
}
