/**
 * The version of the shapes of all items. An item that is written whole has it as `schemaVersion`; one that has none, or
 * that is only ever updated, is of version 1.
 *
 * To change a shape so that the schema no longer reads what was written before: add one here, and an upgrade below that
 * makes an item of the version before into one of this version. Record items of the version before first
 * (test/functions/_shared/aws/items-of-version-1.json).
 */
export const schemaVersion = 1;

export type StoredItem = Record<string, unknown>;

/** `upgrades[0]` makes an item of version 1 into one of version 2, and so on. */
export const upgrades: readonly ((item: StoredItem) => StoredItem)[] = [];

/** An item that a later version of Dateline has written. Nothing is read from it, and nothing is dropped. */
export class NewerItem extends Error {
  override readonly name = 'NewerItem';

  constructor({ pk, sk }: StoredItem, version: number) {
    // Only the kinds: the rest of a key may be a name.
    const kind = [pk, sk].map((part) => String(part).replace(/#.*/s, '')).join(' ');
    super(
      `the table has a ${kind} of version ${version}, and this Dateline knows version ${schemaVersion}: deploy the later one again`,
    );
  }
}

/** An item of any earlier version in the shape of the current one. */
export function upgraded(item: StoredItem, chain = upgrades): StoredItem {
  const version = typeof item.schemaVersion === 'number' ? item.schemaVersion : 1;
  if (version > chain.length + 1) throw new NewerItem(item, version);
  return chain.slice(version - 1).reduce((before, upgrade) => upgrade(before), item);
}
