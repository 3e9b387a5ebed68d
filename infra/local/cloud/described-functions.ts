import { lastPart } from './account.ts';
import type { Asked } from './asked.ts';
import type { Described, EventSourceMapping } from './described.ts';
import { Fault, notServed } from './fault.ts';

/** Lambda: what the account may run at a time, and which queues feed which functions. */
export function describeFunctions(
  { mappings }: Described,
  concurrentExecutions: number,
  { method, path, query }: Asked,
): object {
  const [, , collection, uuid] = path.split('/');
  if (method !== 'GET') throw notServed(`Lambda ${method} ${path}`);
  if (collection === 'account-settings')
    return {
      AccountLimit: {
        ConcurrentExecutions: concurrentExecutions,
        UnreservedConcurrentExecutions: concurrentExecutions,
      },
      AccountUsage: { FunctionCount: new Set(mappings.map(({ functionArn }) => functionArn)).size },
    };
  if (collection !== 'event-source-mappings') throw notServed(`Lambda ${method} ${path}`);
  if (uuid === undefined || uuid === '')
    return { EventSourceMappings: mappings.filter((mapping) => isAsked(mapping, query)).map(summary) };
  const found = mappings.find((mapping) => mapping.uuid === uuid);
  if (!found) throw new Fault('ResourceNotFoundException', 'The resource you requested does not exist.', 404);
  return summary(found);
}

function isAsked({ queueArn, functionArn }: EventSourceMapping, query: URLSearchParams): boolean {
  const [source, name] = [query.get('EventSourceArn'), query.get('FunctionName')];
  return (source ?? queueArn) === queueArn && lastPart(name ?? functionArn) === lastPart(functionArn);
}

function summary({ uuid, queueArn, functionArn, ...settings }: EventSourceMapping) {
  return {
    UUID: uuid,
    EventSourceArn: queueArn,
    FunctionArn: functionArn,
    BatchSize: settings.batchSize,
    State: settings.isEnabled ? 'Enabled' : 'Disabled',
    StateTransitionReason: 'USER_INITIATED',
    ScalingConfig: { MaximumConcurrency: settings.maximumConcurrency },
  };
}
