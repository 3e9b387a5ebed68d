import type { Node } from '../architecture/source-tree.ts';
import { type BundleTree, bundleTree, nameOf, nodeIn, nodesIn } from './bundle-tree.ts';
import { calledName, KeyPrefixes } from './key-prefixes.ts';
import { reachableCode } from './reachable-code.ts';
import { scopesOf } from './scopes.ts';

/** What a bundle's code can ask of AWS. Each entry is `PutItem CONTACT#`, `Query gsi1 STANDINGS#` or `GetObject store/texts/`. */
export interface Calls {
  commands: Set<string>;
  onKeys: Set<string>;
  /** Whether it may ask for an object that does not exist, and has to be told so. */
  asksForMissingObjects: boolean;
  /** Calls whose keys cannot be seen in the code, with their place. */
  unseen: string[];
}

const itemActs = new Map(
  Object.entries({
    readItem: 'GetItem',
    readRaw: 'GetItem',
    readItemEventually: 'GetItem',
    queryPages: 'Query',
    queryItems: 'Query',
    putItem: 'PutItem',
    deleteItem: 'DeleteItem',
    updateItem: 'UpdateItem',
    updateAndRead: 'UpdateItem',
    batchGet: 'BatchGetItem',
    writeBatch: 'BatchWriteItem',
  }),
);

const objectActs = new Map(
  Object.entries({
    readObject: ['GetObject'],
    readObjectStream: ['GetObject'],
    addressOfObject: ['GetObject'],
    readFacts: ['GetObject'],
    sizeOfObject: ['GetObject'],
    listObjects: ['ListBucket'],
    listFolders: ['ListBucket'],
    writeObject: ['PutObject'],
    writeObjectOnce: ['PutObject'],
    dropObject: ['PutObject'],
    uploadObject: ['PutObject', 'AbortMultipartUpload'],
    deleteObject: ['DeleteObject'],
    forgetVersions: ['ListBucketVersions', 'DeleteObjectVersion'],
  }),
);

/** They answer null for an object that does not exist. */
const asksForMissing = new Set(['readObject', 'readFacts', 'sizeOfObject']);

/** `connectBucket(name, { mayList: false })` */
function isMayNotList(node: Node): boolean {
  return (
    node.type === 'Property' &&
    nameOf(nodeIn(node, 'key')) === 'mayList' &&
    nodeIn(node, 'value')?.value === false
  );
}

/** The files whose functions take any key. All others call them, and these are the calls that we look at. */
const takesAnyKey =
  /^functions\/_shared\/aws\/(read-items|write-items|batch-get|write-batch|bucket|upload-object|object-versions|drop-object)\.ts$/;

export async function callsOf(...files: string[]): Promise<Calls> {
  const tree = await bundleTree(...files);
  const scopes = scopesOf(tree.program);
  const reached = reachableCode(tree, scopes);
  const prefixes = new KeyPrefixes(scopes, reached);
  const calls: Calls = { commands: new Set(), onKeys: new Set(), asksForMissingObjects: false, unseen: [] };
  const mayList = reached.every((node) => !isMayNotList(node));
  for (const node of reached) {
    const command = commandOf(tree, node);
    if (command) calls.commands.add(command);
    if (node.type === 'CallExpression') noteKeys(calls, tree, prefixes, node);
    if (mayList && asksForMissing.has(calledName(node))) calls.asksForMissingObjects = true;
  }
  return calls;
}

/** `new PutItemCommand(…)` and `paginateQuery(…)` of an SDK client. */
function commandOf({ imported }: BundleTree, node: Node): string | undefined {
  if (!/^(New|Call)Expression$/.test(node.type)) return undefined;
  const { from = '', name = '' } = imported.get(nameOf(nodeIn(node, 'callee')) ?? '') ?? {};
  const service = /^@aws-sdk\/client-(.+)$/.exec(from)?.[1];
  const command = /^(?:paginate(.+)|(.+)Command)$/.exec(name);
  return service && command ? `${service} ${command[1] ?? command[2]}` : undefined;
}

function noteKeys(calls: Calls, { fileOf }: BundleTree, prefixes: KeyPrefixes, call: Node): void {
  const file = fileOf(call);
  if (takesAnyKey.test(file)) return;
  const callee = nodeIn(call, 'callee');
  // esbuild numbers the second of two functions with one name.
  const name = calledName(call).replace(/\d+$/, '');
  const [first, second] = nodesIn(call, 'arguments');
  const note = (acts: readonly string[], keys: Set<string>) => {
    for (const act of acts) for (const key of keys) calls.onKeys.add(`${act} ${key}`);
    if (keys.size === 0) calls.unseen.push(`${file}: ${acts.join(', ')} by ${name}`);
  };
  const itemAct = itemActs.get(name);
  if (itemAct && callee?.type === 'Identifier' && second) {
    const isOnIndex = itemAct === 'Query' && prefixes.hasMember(second, 'IndexName');
    note(
      [isOnIndex ? 'Query gsi1' : itemAct],
      prefixes.ofMember(second, itemAct === 'Query' ? [':pk'] : ['pk']),
    );
  }
  const acts = objectActs.get(name);
  const key = name === 'dropObject' ? second : first;
  if (acts && key)
    note(acts, new Set([...prefixes.ofText(key)].map((text) => text.slice(0, text.lastIndexOf('/') + 1))));
}
