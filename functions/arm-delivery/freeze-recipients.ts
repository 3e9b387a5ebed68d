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

/** Lines are gathered to pieces of about this many characters before they go to the upload. */
const pieceCharacters = 256 * 1024;

/**
 * Writes an edition's recipients and who was left out of it as two NDJSON objects under names of their own, so that of
 * two armings at once each has its file; which one counts is decided by the delivery's item. Each recipient's language
 * becomes one that the edition was rendered in for those who hold what they hold.
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

/** Words about another version than the one they hold are no way out: they may tell of what nobody may know yet. */
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
