import { auditStore } from '../aws/audit-store.ts';
import type { Bucket } from '../aws/bucket.ts';
import { contactTable } from '../aws/contact-table.ts';
import { importLock } from '../aws/import-lock.ts';
import { importStore } from '../aws/import-store.ts';
import type { Keys } from '../aws/keys.ts';
import { listTable } from '../aws/list-table.ts';
import { mappingTable } from '../aws/mapping-table.ts';
import { segmentTable } from '../aws/segment-table.ts';
import { signUpTable } from '../aws/sign-up-table.ts';
import type { Table } from '../aws/table.ts';
import { contactIdOf } from '../domain/contact-id.ts';
import type { Newsroom } from '../domain/newsroom.ts';
import { plainWords } from '../domain/plain-words.ts';
import type { Dependencies } from './import-contacts.ts';
import { mapColumns, type NamedColumns } from './recognise-layout.ts';

/** The dependencies of imports, bound to a newsroom: for the queue's handler, the command line and the console. */
export async function connectImports(
  { table, bucket, keys }: { table: Table; bucket: Bucket; keys: Keys },
  { vocabulary }: Pick<Newsroom, 'vocabulary'>,
  /** The columns that the importing person named for this file. */
  named: NamedColumns | null,
): Promise<Dependencies> {
  const { contactKey } = await keys.readKeyring();
  const remembered = new Map(
    (await mappingTable(table).readMappings()).map(({ header, columns }) => [header.join('\n'), columns]),
  );
  return {
    vocabulary,
    beatsInUse: [
      ...new Set([
        ...Object.keys(vocabulary),
        ...(await segmentTable(table).readSegments()).flatMap(({ include, exclude }) =>
          [...include, ...exclude].flatMap(({ beats }) => beats ?? []),
        ),
      ]),
    ],
    contactIdOf: (email) => contactIdOf(email, contactKey),
    readMapping: (columns) => {
      const chosen = named ?? remembered.get(columns.map(plainWords).join('\n'));
      return chosen ? mapColumns(columns, chosen) : null;
    },
    ...contactTable(table),
    ...signUpTable(table),
    ...importLock(table),
    ...importStore(bucket),
    ...listTable(table),
    ...auditStore(bucket),
  };
}
