import * as z from 'zod';

export type Answer = { status: number; headers: Record<string, string>; body: string };
export type Ask = (operation: string, body: string) => Promise<Answer>;

const namedSchema = z.looseObject({ TableName: z.string() });
const createSchema = z.looseObject({
  TableName: z.string(),
  DeletionProtectionEnabled: z.boolean().optional(),
});
const backupsSchema = z.object({
  TableName: z.string(),
  PointInTimeRecoverySpecification: z.object({ PointInTimeRecoveryEnabled: z.boolean() }),
});
const describedSchema = z.looseObject({ Table: z.record(z.string(), z.unknown()) });

/**
 * Settings of tables that dynalite does not know: protection against deletion, and backups of the last days, which are
 * described and not made. Kept since the start; the services set them again at every start.
 */
export class TableSettings {
  readonly #protected = new Set<string>();
  readonly #backedUp = new Set<string>();

  /** The answer, or undefined if the operation has nothing to do with these settings. */
  answer(operation: string, body: string, ask: Ask): Promise<Answer> | undefined {
    switch (operation) {
      case 'CreateTable':
        return this.#create(body, ask);
      case 'DescribeTable':
        return this.#describe(body, ask);
      case 'DeleteTable':
        return this.#protected.has(namedSchema.parse(JSON.parse(body)).TableName)
          ? Promise.resolve(protectedTable)
          : undefined;
      case 'UpdateTable':
        return body.includes('"DeletionProtectionEnabled"') ? this.#protect(body, ask) : undefined;
      case 'UpdateContinuousBackups':
      case 'DescribeContinuousBackups':
        return this.#backups(operation, body, ask);
      default:
        return undefined;
    }
  }

  #create(body: string, ask: Ask): Promise<Answer> {
    const { DeletionProtectionEnabled, ...table } = createSchema.parse(JSON.parse(body));
    set(this.#protected, table.TableName, DeletionProtectionEnabled ?? false);
    return ask('CreateTable', JSON.stringify(table));
  }

  async #describe(body: string, ask: Ask): Promise<Answer> {
    const answered = await ask('DescribeTable', body);
    if (answered.status !== 200) return answered;
    const { Table } = describedSchema.parse(JSON.parse(answered.body));
    const { TableName } = namedSchema.parse(JSON.parse(body));
    return ok({ Table: { ...Table, DeletionProtectionEnabled: this.#protected.has(TableName) } });
  }

  async #protect(body: string, ask: Ask): Promise<Answer> {
    const { TableName, DeletionProtectionEnabled = false } = createSchema.parse(JSON.parse(body));
    const described = await this.#describe(JSON.stringify({ TableName }), ask);
    if (described.status !== 200) return described;
    set(this.#protected, TableName, DeletionProtectionEnabled);
    const { Table } = describedSchema.parse(JSON.parse(described.body));
    return ok({ TableDescription: { ...Table, DeletionProtectionEnabled } });
  }

  async #backups(operation: string, body: string, ask: Ask): Promise<Answer> {
    const { TableName } = namedSchema.parse(JSON.parse(body));
    const described = await ask('DescribeTable', JSON.stringify({ TableName }));
    if (described.status !== 200) return described;
    if (operation === 'UpdateContinuousBackups') {
      const { PointInTimeRecoverySpecification: wanted } = backupsSchema.parse(JSON.parse(body));
      set(this.#backedUp, TableName, wanted.PointInTimeRecoveryEnabled);
    }
    const status = this.#backedUp.has(TableName) ? 'ENABLED' : 'DISABLED';
    return ok({
      ContinuousBackupsDescription: {
        ContinuousBackupsStatus: 'ENABLED',
        PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: status },
      },
    });
  }
}

function set(names: Set<string>, name: string, isIn: boolean): void {
  if (isIn) names.add(name);
  else names.delete(name);
}

function ok(body: object): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify(body),
  };
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html */
const protectedTable: Answer = {
  ...ok({
    __type: 'com.amazon.coral.validate#ValidationException',
    message:
      'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
  }),
  status: 400,
};
