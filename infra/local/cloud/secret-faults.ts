import { Fault } from './fault.ts';

export function noSuchSecret(): Fault {
  return new Fault('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
}

export function noSuchVersion(what: string): Fault {
  return new Fault(
    'ResourceNotFoundException',
    `Secrets Manager can't find the specified secret value for ${what}`,
  );
}

export function secretExists(name: string): Fault {
  return new Fault(
    'ResourceExistsException',
    `The operation failed because the secret ${name} already exists.`,
  );
}

export function otherContent(token: string): Fault {
  return new Fault(
    'ResourceExistsException',
    `You can't modify a secret version: version ${token} exists and its value is another.`,
  );
}

export function invalid(message: string): Fault {
  return new Fault('InvalidParameterException', message);
}
