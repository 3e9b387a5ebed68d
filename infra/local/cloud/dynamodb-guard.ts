import type { IncomingHttpHeaders } from 'node:http';
import * as z from 'zod';
import { rightsFor, type TableKeys } from './dynamodb-rights.ts';
import { Fault } from './fault.ts';
import { type Denial, Iam, type IamDefinition } from './iam.ts';
import { signatureIn } from './iam-credentials.ts';

/** The policies, and the partition keys of the tables and indexes of which they may speak. */
export type GuardDefinition = { iam: IamDefinition; tables: TableKeys[] };

const selectSchema = z.looseObject({ Select: z.string().optional() });

/** Judges the requests to DynamoDB. */
export class DynamoDbGuard {
  readonly #iam: Iam;
  readonly #definition: GuardDefinition;

  constructor(definition: GuardDefinition, onDenied: (denial: Denial) => void) {
    this.#iam = new Iam(definition.iam, onDenied);
    this.#definition = definition;
  }

  /** Why a request is refused, or undefined if it is allowed. */
  refusal(headers: IncomingHttpHeaders, operation: string, body: string): Fault | undefined {
    const signature = signatureIn(headers);
    const caller = signature && this.#iam.callerOf(signature, 'dynamodb');
    // No table has a policy of its own, so nothing restricts the administrator. What is not signed, dynalite refuses.
    if (!caller || caller.isAdministrator) return undefined;
    const { iam, tables } = this.#definition;
    try {
      const input = JSON.parse(body);
      const { Select } = selectSchema.parse(input);
      for (const { action, resource, leadingKeys } of rightsFor(operation, input, iam.account, tables))
        caller.expect(action, resource, { 'dynamodb:LeadingKeys': leadingKeys, 'dynamodb:Select': Select });
      return undefined;
    } catch (error) {
      if (error instanceof Fault) return error;
      if (error instanceof SyntaxError) return new Fault('SerializationException', error.message);
      if (error instanceof z.ZodError) return new Fault('ValidationException', z.prettifyError(error));
      throw error;
    }
  }
}
