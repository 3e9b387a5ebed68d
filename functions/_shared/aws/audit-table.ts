import { randomBytes } from 'node:crypto';
import { type AuditLine, auditLineSchema } from '../domain/audit.ts';
import { queryItems } from './read-items.ts';
import type { Table } from './table.ts';
import { putItem } from './write-items.ts';

export type AuditTable = ReturnType<typeof auditTable>;

export function auditTable(table: Table) {
  /** Never overwrites a line. */
  const put = async (line: AuditLine, sk: string) => {
    const keys = { pk: `AUDIT#${line.subject}`, sk, gsi1pk: `AUDIT#${line.at.slice(0, 7)}`, gsi1sk: sk };
    return putItem(table, { ...keys, ...line }, { condition: 'attribute_not_exists(pk)' });
  };
  return {
    /** Appends one line with a new key. The stages' roles may not update or delete `AUDIT#` items. */
    async appendAudit(line: AuditLine): Promise<void> {
      const isNew = await put(line, `${line.at}#${randomBytes(6).toString('hex')}`);
      if (!isNew) throw new Error('two lines of the audit trail drew the same key');
    },

    /**
     * Appends a line unless it was appended before. `id` is unique within its subject and instant. The audit lines of a
     * release are written in this way, because after a crash between head and line the next move writes the line again.
     */
    async appendAuditOnce(line: AuditLine, id: string): Promise<void> {
      await put(line, `${line.at}#${id}`);
    },

    /** The lines of one subject, oldest first. */
    readAudit(subject: string): AsyncIterable<AuditLine> {
      const query = { KeyConditionExpression: 'pk = :pk', values: { ':pk': `AUDIT#${subject}` } };
      return queryItems(table, query, auditLineSchema);
    },

    /** All lines of one month (`YYYY-MM`), oldest first. */
    readAuditMonth(month: string): AsyncIterable<AuditLine> {
      const query = { KeyConditionExpression: 'gsi1pk = :pk', values: { ':pk': `AUDIT#${month}` } };
      return queryItems(table, { IndexName: 'gsi1', ...query }, auditLineSchema);
    },
  };
}
