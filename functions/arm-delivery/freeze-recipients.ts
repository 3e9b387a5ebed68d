import { randomUUID } from 'node:crypto';
import type { Upload } from '../_shared/aws/upload-object.ts';
import type { Recipient } from '../_shared/domain/audience.ts';
import { instantInKey } from '../_shared/domain/instant-in-key.ts';
import { countGroups, type Group } from '../_shared/domain/recipient-groups.ts';
import type { Instant } from '../_shared/domain/report.ts';
import type { Choice } from './choose-recipients.ts';
import type { RenderedLanguages } from './rendered-languages.ts';

/** The recipients who are due at one instant; null: at the instant of the delivery. */
export interface FrozenPart {
  notBefore: Instant | null;
  recipientsKey: string;
  recipients: number;
}

export interface FrozenRecipients {
  /** In the order of their instants. At least one, which may be empty. */
  parts: [FrozenPart, ...FrozenPart[]];
  exclusionsKey: string;
  recipients: number;
  unknownHolders: number;
  groups: Group[];
}

/** When a recipient is due, if their own clock decides; otherwise null. */
export type DueOf = (recipient: Recipient) => Instant | null;

/** Characters. Lines are collected into pieces of about this size before they are uploaded. */
const pieceCharacters = 256 * 1024;

/**
 * Writes an edition's exclusions, and its recipients for each instant at which some are due, as NDJSON objects. Their
 * names are random: two runs at the same time write different files, and the delivery's item decides which count. A
 * recipient's language is replaced if the edition was not rendered in it for the version that the recipient holds.
 */
export async function freezeRecipients(
  upload: (key: string) => Upload,
  deliveryId: string,
  choices: AsyncIterable<Choice>,
  rendered: RenderedLanguages,
  dueOf: DueOf,
): Promise<FrozenRecipients> {
  const stem = `store/deliveries/${deliveryId}/${randomUUID()}`;
  const recipients = inParts(upload, stem);
  const exclusions = ndjson(upload, `${stem}.exclusions.ndjson`);
  const counted = countGroups();
  let unknownHolders = 0;
  try {
    for await (const choice of choices) {
      if (choice.kind === 'exclusion') {
        await exclusions.add(choice.exclusion);
        continue;
      }
      const recipient = inRenderedLanguage(choice.recipient, rendered);
      await recipients.add(recipient, dueOf(choice.recipient));
      counted.add(recipient);
      if (choice.isUnknownHolder) unknownHolders += 1;
    }
    const parts = await recipients.finish();
    await exclusions.finish();
    return {
      parts,
      exclusionsKey: exclusions.key,
      recipients: parts.reduce((sum, part) => sum + part.recipients, 0),
      unknownHolders,
      groups: counted.groups(),
    };
  } catch (error) {
    await Promise.allSettled([recipients.abort(), exclusions.abort()]);
    throw error;
  }
}

/** Do not fall back to an email for another version than the recipient holds: it may reveal what is not public yet. */
function inRenderedLanguage(recipient: Recipient, rendered: RenderedLanguages): Recipient {
  const languages = rendered.get(recipient.holds ?? null);
  if (!languages) throw new Error(`nothing is rendered for who holds version ${recipient.holds}`);
  return languages.includes(recipient.language) ? recipient : { ...recipient, language: languages[0] };
}

/** The instant stands in the name of its file, so that a restored table can be told of it. */
function inParts(upload: (key: string) => Upload, stem: string) {
  const parts = new Map<Instant | null, { file: ReturnType<typeof ndjson>; recipients: number }>();
  const open = (notBefore: Instant | null) => {
    const name = notBefore === null ? stem : `${stem}.${instantInKey(notBefore)}`;
    const part = { file: ndjson(upload, `${name}.recipients.ndjson`), recipients: 0 };
    parts.set(notBefore, part);
    return part;
  };
  return {
    async add(recipient: Recipient, notBefore: Instant | null) {
      const part = parts.get(notBefore) ?? open(notBefore);
      await part.file.add(recipient);
      part.recipients += 1;
    },
    async finish(): Promise<FrozenRecipients['parts']> {
      const inOrder = [...parts].sort(([a], [b]) => Date.parse(a ?? '') - Date.parse(b ?? ''));
      const finished: FrozenPart[] = [];
      for (const [notBefore, { file, recipients }] of inOrder) {
        await file.finish();
        finished.push({ notBefore, recipientsKey: file.key, recipients });
      }
      const [first, ...others] = finished;
      if (first) return [first, ...others];
      const empty = open(null);
      await empty.file.finish();
      return [{ notBefore: null, recipientsKey: empty.file.key, recipients: 0 }];
    },
    abort: () => Promise.allSettled([...parts.values()].map(({ file }) => file.abort())),
  };
}

function ndjson(upload: (key: string) => Upload, key: string) {
  const target = upload(key);
  let piece = '';
  const flush = async () => {
    const full = piece;
    piece = '';
    await target.write(full);
  };
  return {
    key,
    async add(line: unknown) {
      piece += `${JSON.stringify(line)}\n`;
      if (piece.length >= pieceCharacters) await flush();
    },
    async finish() {
      await flush();
      await target.finish();
    },
    abort: () => target.abort(),
  };
}
