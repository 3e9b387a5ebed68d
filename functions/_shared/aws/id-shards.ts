/**
 * The second characters of contact ids, in the order of ids. What there is one of for each contact is divided by them,
 * because DynamoDB lets one partition write 1,000 units a second
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html). Ids are hashes, so
 * that each shard gets the same share.
 */
const shards = [...'234567abcdefghijklmnopqrstuvwxyz'];

export const shardOf = (contactId: string): string => contactId.charAt(1);

/** The shards that can hold an id from `from` on, in the order of ids. */
export const shardsFrom = (from = ''): string[] => shards.slice(Math.max(0, shards.indexOf(shardOf(from))));
