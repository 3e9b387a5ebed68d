import type { Asked } from './asked.ts';
import { notServed } from './fault.ts';
import { readForm } from './form.ts';
import type { Caller } from './iam.ts';

/** Of the services that name an operation by method and path. */
const restActions: Readonly<Record<string, string>> = {
  'lambda GET account-settings': 'lambda:GetAccountSettings',
  'lambda GET event-source-mappings': 'lambda:ListEventSourceMappings',
  'lambda GET event-source-mappings name': 'lambda:GetEventSourceMapping',
  'ses GET account': 'ses:GetAccount',
  'ses GET identities name': 'ses:GetEmailIdentity',
  'ses GET configuration-sets name': 'ses:GetConfigurationSet',
  'ses GET configuration-sets name event-destinations': 'ses:GetConfigurationSetEventDestinations',
};

/** Throws unless the caller may ask for a description. It is judged as if it were about every resource. */
export function expectDescription(caller: Caller, service: string, asked: Asked): void {
  const operation = asked.target.split('.')[1] ?? readForm(asked.body).get('Action');
  const action = operation === undefined ? restAction(service, asked) : `${service}:${operation}`;
  caller.expect(action, '*');
}

function restAction(service: string, { method, path }: Asked): string {
  // `/2015-03-31/event-source-mappings/<uuid>`, `/v2/email/identities/<name>`
  const [collection, name, part] = path.split('/').slice(service === 'ses' ? 3 : 2);
  const operation = [service, method, collection, name && 'name', part].filter(Boolean).join(' ');
  const action = restActions[operation];
  if (!action) throw notServed(operation);
  return action;
}
