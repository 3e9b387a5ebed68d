import * as z from 'zod';
import type { Account } from './account.ts';

/** The partition keys of a table and of its indexes, by the name of the index. */
export type TableKeys = { table: string; partitionKey: string; indexes: Record<string, string> };

/** `leadingKeys` is undefined for an operation that is not about single partitions, such as Scan. */
export type DynamoDbRight = { action: string; resource: string; leadingKeys: string[] | undefined };

const attributes = z.record(z.string(), z.unknown());
const inputSchema = z.looseObject({
  TableName: z.string().optional(),
  IndexName: z.string().optional(),
  ResourceArn: z.string().optional(),
  Key: attributes.optional(),
  Item: attributes.optional(),
  KeyConditionExpression: z.string().optional(),
  ExpressionAttributeNames: z.record(z.string(), z.string()).optional(),
  ExpressionAttributeValues: attributes.optional(),
  KeyConditions: z.record(z.string(), z.looseObject({ AttributeValueList: z.array(z.unknown()) })).optional(),
  RequestItems: z.record(z.string(), z.unknown()).optional(),
});
type Input = z.infer<typeof inputSchema>;

const readsSchema = z.looseObject({ Keys: z.array(attributes) }).transform(({ Keys }) => Keys);
const writesSchema = z
  .array(
    z.looseObject({
      PutRequest: z.looseObject({ Item: attributes }).optional(),
      DeleteRequest: z.looseObject({ Key: attributes }).optional(),
    }),
  )
  .transform((writes) =>
    writes.flatMap(({ PutRequest, DeleteRequest }) =>
      [PutRequest?.Item ?? [], DeleteRequest?.Key ?? []].flat(),
    ),
  );
const batchSchema = z.union([readsSchema, writesSchema]);
const valueSchema = z.union([
  z.strictObject({ S: z.string() }).transform(({ S }) => S),
  z.strictObject({ N: z.string() }).transform(({ N }) => N),
  z.strictObject({ B: z.string() }).transform(({ B }) => B),
]);

/**
 * What a caller needs for an operation: one right for each table of the request, or for the index that is queried, with
 * the partition keys in question.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export function rightsFor(
  operation: string,
  body: unknown,
  { region, account }: Account,
  tables: readonly TableKeys[],
): DynamoDbRight[] {
  const input = inputSchema.parse(body);
  const action = `dynamodb:${operation}`;
  const arn = (table: string) => `arn:aws:dynamodb:${region}:${account}:table/${table}`;
  const keysOf = (table: string) => tables.find((one) => one.table === table);
  const { TableName, IndexName, RequestItems, ResourceArn = '*' } = input;
  if (RequestItems)
    return Object.entries(RequestItems).map(([table, batch]) => {
      const leadingKeys = batchSchema
        .parse(batch)
        .map((item) => partitionOf(item, keysOf(table)?.partitionKey));
      return { action, resource: arn(table), leadingKeys };
    });
  if (TableName === undefined) return [{ action, resource: ResourceArn, leadingKeys: undefined }];
  const keys = keysOf(TableName);
  // A query of an index is about the partitions of the index.
  const partitionKey = IndexName === undefined ? keys?.partitionKey : keys?.indexes[IndexName];
  const resource = IndexName === undefined ? arn(TableName) : `${arn(TableName)}/index/${IndexName}`;
  return [{ action, resource, leadingKeys: leadingKeysOf(operation, input, partitionKey) }];
}

function leadingKeysOf(operation: string, input: Input, partitionKey: string | undefined) {
  const item = input.Key ?? input.Item;
  if (item) return [partitionOf(item, partitionKey)];
  return operation === 'Query' ? [queriedPartition(input, partitionKey)] : undefined;
}

/** Empty, so that no pattern matches it, if it is not there: then DynamoDB would refuse the request anyway. */
function partitionOf(item: Readonly<Record<string, unknown>>, partitionKey = ''): string {
  return valueSchema.safeParse(item[partitionKey]).data ?? '';
}

/** Every key condition has one `name = :value` for the partition key; a sort key may have another. */
function queriedPartition(input: Input, partitionKey = ''): string {
  const { ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} } = input;
  const legacy = input.KeyConditions?.[partitionKey]?.AttributeValueList[0];
  if (legacy !== undefined) return valueSchema.safeParse(legacy).data ?? '';
  const equations = (input.KeyConditionExpression ?? '').matchAll(/(?<![\w.-])(#?[\w.-]+)\s*=\s*(:\w+)/g);
  for (const [, name = '', placeholder = ''] of equations)
    if ((names[name] ?? name) === partitionKey) return partitionOf(values, placeholder);
  return '';
}
