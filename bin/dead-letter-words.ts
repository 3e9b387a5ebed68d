import * as z from 'zod';
import {
  armMessageSchema,
  composeMessageSchema,
  sendMessageSchema,
} from '../functions/_shared/domain/messages.ts';
import { objectCreatedSchema } from '../functions/_shared/runtime/object-created.ts';

const eventSchema = z.object({
  'detail-type': z.string(),
  detail: z.object({ mail: z.object({ tags: z.record(z.string(), z.array(z.string())).default({}) }) }),
});

/**
 * What a message in the dead letters of a stage is about, without addresses: what SES says about a mail contains its
 * address, so only the tags are shown.
 */
export function deadLetterInWords(body: string): string {
  const content = jsonOf(body);
  for (const read of [droppedFiles, work, event]) {
    const words = read(content);
    if (words !== null) return words;
  }
  return `a message of ${body.length} characters that nobody can read`;
}

function droppedFiles(content: unknown): string | null {
  const parsed = objectCreatedSchema.safeParse(content);
  if (!parsed.success || parsed.data.Records.length === 0) return null;
  return parsed.data.Records.map(({ eventName, s3 }) => {
    const key = decodeURIComponent(s3.object.key.replaceAll('+', ' '));
    return `${key}, which somebody ${eventName.includes('ObjectRemoved') ? 'deleted' : 'dropped'}`;
  }).join('; ');
}

function work(content: unknown): string | null {
  const compose = composeMessageSchema.safeParse(content).data;
  if (compose?.kind === 'release')
    return `mails and proof of ${compose.releaseId}, version ${compose.version}`;
  if (compose) return `the notice ${compose.noticeId}`;
  const arm = armMessageSchema.safeParse(content).data;
  if (arm) return `the ${arm.edition} edition of ${arm.releaseId}, version ${arm.version}`;
  const send = sendMessageSchema.safeParse(content).data;
  if (send) return `chunk ${send.chunk} of ${send.deliveryId}`;
  const watch = z.object({ work: z.string() }).safeParse(content).data;
  return watch ? `the watch’s work “${watch.work}”` : null;
}

function event(content: unknown): string | null {
  const parsed = eventSchema.safeParse(content).data;
  if (!parsed) return null;
  const { release, edition } = parsed.detail.mail.tags;
  const about = release ? ` about ${release.join()}${edition ? ` ${edition.join()}` : ''}` : '';
  return `an event of SES, “${parsed['detail-type']}”${about}`;
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
