import { randomUUID } from 'node:crypto';
import type { Upload } from '../_shared/aws/upload-object.ts';
import type { Recipient } from '../_shared/domain/audience.ts';
import type { Choice } from './choose-recipients.ts';
import type { RenderedLanguages } from './rendered-languages.ts';

export interface FrozenRecipients {
  recipientsKey: string;
  exclusionsKey: string;
  recipients: number;
  unknownHolders: number;
}

/** Characters. Lines are collected into pieces of about this size before they are uploaded. */
const pieceCharacters = 256 * 1024;

/**
 * Writes an edition's recipients and exclusions as two NDJSON objects. Their names are random: two runs at the same
 * time write two files, and the delivery's item decides which one counts. A recipient's language is replaced if the
 * edition was not rendered in it for the version that the recipient holds.
 */
export async function freezeRecipients(
  upload: (key: string) => Upload,
  deliveryId: string,
  choices: AsyncIterable<Choice>,
  rendered: RenderedLanguages,
): Promise<FrozenRecipients> {
  const stem = `store/deliveries/${deliveryId}/${randomUUID()}`;
  const recipients = ndjson(upload, `${stem}.recipients.ndjson`);
  const exclusions = ndjson(upload, `${stem}.exclusions.ndjson`);
  let count = 0;
  let unknownHolders = 0;
  try {
    for await (const choice of choices) {
      if (choice.kind === 'exclusion') {
        await exclusions.add(choice.exclusion);
        continue;
      }
      await recipients.add(inRenderedLanguage(choice.recipient, rendered));
      count += 1;
      if (choice.isUnknownHolder) unknownHolders += 1;
    }
    await recipients.finish();
    await exclusions.finish();
    return {
      recipientsKey: recipients.key,
      exclusionsKey: exclusions.key,
      recipients: count,
      unknownHolders,
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
