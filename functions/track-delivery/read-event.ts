import * as z from 'zod';
import { contactIdSchema } from '../_shared/domain/contact.ts';
import { groupTagSchema } from '../_shared/domain/recipient-groups.ts';
import { type Edition, editionSchema } from '../_shared/domain/release.ts';

/**
 * An SES event as each of its destinations brings it: the `detail` of an EventBridge event, the `Message` of an SNS
 * notification, or the event itself. SES writes `eventType` for configuration sets and `notificationType` for
 * identities.
 */
const mailSchema = z.object({
  messageId: z.string(),
  timestamp: z.string(),
  tags: z.record(z.string(), z.array(z.string())).default({}),
});
const headSchema = z
  .object({ eventType: z.string().optional(), notificationType: z.string().optional(), mail: mailSchema })
  .transform(({ eventType, notificationType, mail }) => ({
    type: (eventType ?? notificationType ?? '').replaceAll(' ', ''),
    mail,
  }));
const at = z.string();

const bodySchemas = {
  Send: z.object({ mail: mailSchema }),
  Reject: z.object({ mail: mailSchema, reject: z.object({ reason: z.string().optional() }).optional() }),
  Delivery: z.object({ mail: mailSchema, delivery: z.object({ timestamp: at }) }),
  DeliveryDelay: z.object({
    mail: mailSchema,
    deliveryDelay: z.object({ timestamp: at, delayType: z.string().optional() }),
  }),
  Bounce: z.object({
    mail: mailSchema,
    bounce: z.object({ bounceType: z.string(), bounceSubType: z.string(), timestamp: at }),
  }),
  Complaint: z.object({
    mail: mailSchema,
    complaint: z.object({
      timestamp: at,
      complaintFeedbackType: z.string().nullish(),
      complaintSubType: z.string().nullish(),
    }),
  }),
};

export type Happening =
  | { kind: 'send' | 'reject' | 'delivery' | 'delay' }
  | { kind: 'bounce'; isPermanent: boolean; isOnSuppressionList: boolean; description: string }
  | { kind: 'complaint'; isOnSuppressionList: boolean };

/** One event about the message to one recipient. */
export type TrackedEvent = Happening & {
  at: string;
  /** When that message was sent. */
  sentAt: string;
  sesMessageId: string;
  release: string;
  version: number;
  edition: Edition;
  contactId: string;
  /** It was sent in a delivery to this reader alone. */
  isAdded: boolean;
  attempt: number;
  /** The positions of the recipient's groups in the delivery. Empty for mail of older versions. */
  groups: number[];
};

/** The same for a notice (a proof, a confirmation …), which is no edition of a release. */
export type NoticeEvent = Happening &
  Pick<TrackedEvent, 'at' | 'sentAt' | 'sesMessageId' | 'contactId'> & {
    noticeId: string;
    noticeKind: string;
  };

export type ReadEvent =
  | { kind: 'event'; event: TrackedEvent }
  | { kind: 'notice'; event: NoticeEvent }
  /**
   * From one of our configuration sets, but for no recipient: an event type that is not used here, or a message without our
   * tags.
   */
  | { kind: 'other'; what: string }
  /** Not from our configuration sets, so nothing may be done with it. */
  | { kind: 'foreign' };

const tagsSchema = z.object({
  release: z.tuple([z.string().regex(/^[A-Za-z0-9_-]{1,256}$/)]),
  version: z.tuple([z.coerce.number().int().positive()]),
  edition: z.tuple([editionSchema]),
  recipient: z.tuple([contactIdSchema]),
  added: z.tuple([z.literal('1')]).optional(),
  attempt: z.tuple([z.coerce.number().int().positive()]),
  groups: z.tuple([groupTagSchema]).catch([[]]),
});

const noticeTagsSchema = z.object({
  notice: z.tuple([z.string().regex(/^[A-Za-z0-9_-]{1,256}$/)]),
  /** Missing in notices of older versions. */
  kind: z.tuple([z.string()]).default(['']),
  recipient: z.tuple([contactIdSchema]),
});

/** Unwraps and reads the body of one queue message. Throws if it is not an SES event. */
export function readEvent(body: string, configurationSets: readonly string[]): ReadEvent {
  const event = unwrap(JSON.parse(body));
  if (!event) return { kind: 'foreign' };
  const { type, mail } = headSchema.parse(event);
  const [configurationSet = ''] = mail.tags['ses:configuration-set'] ?? [];
  if (!configurationSets.includes(configurationSet)) return { kind: 'foreign' };
  const tags = tagsSchema.safeParse(mail.tags);
  const noticeTags = noticeTagsSchema.safeParse(mail.tags);
  if (!tags.success && !noticeTags.success) return { kind: 'other', what: 'untagged' };
  const happened = readHappening(type, event);
  if (!happened) return { kind: 'other', what: type };
  const known = {
    ...happened,
    at: new Date(happened.at).toISOString(),
    sentAt: new Date(mail.timestamp).toISOString(),
    sesMessageId: mail.messageId,
  };
  if (!tags.success) {
    const { notice, kind, recipient } = noticeTags.data ?? {};
    if (!notice || !kind || !recipient) return { kind: 'other', what: 'untagged' };
    const about = { noticeId: notice[0], noticeKind: kind[0], contactId: recipient[0] };
    return { kind: 'notice', event: { ...known, ...about } };
  }
  const { release, version, edition, recipient, added, attempt, groups } = tags.data;
  return {
    kind: 'event',
    event: {
      ...known,
      release: release[0],
      version: version[0],
      edition: edition[0],
      contactId: recipient[0],
      isAdded: added !== undefined,
      attempt: attempt[0],
      groups: groups[0],
    },
  };
}

const eventBridgeSchema = z.object({ source: z.string(), 'detail-type': z.string(), detail: z.unknown() });
const snsSchema = z.object({ Type: z.literal('Notification'), Message: z.string() });

/** Null if it is an EventBridge event of another source than SES. */
function unwrap(body: unknown): unknown {
  const bridged = eventBridgeSchema.safeParse(body);
  if (bridged.success) return bridged.data.source === 'aws.ses' ? bridged.data.detail : null;
  const notified = snsSchema.safeParse(body);
  return notified.success ? JSON.parse(notified.data.Message) : body;
}

function readHappening(type: string, event: unknown): (Happening & { at: string }) | null {
  switch (type) {
    case 'Send':
      return { kind: 'send', at: bodySchemas.Send.parse(event).mail.timestamp };
    case 'Reject':
      return { kind: 'reject', at: bodySchemas.Reject.parse(event).mail.timestamp };
    case 'Delivery':
      return { kind: 'delivery', at: bodySchemas.Delivery.parse(event).delivery.timestamp };
    case 'DeliveryDelay':
      return { kind: 'delay', at: bodySchemas.DeliveryDelay.parse(event).deliveryDelay.timestamp };
    case 'Bounce': {
      const { bounceType, bounceSubType, timestamp } = bodySchemas.Bounce.parse(event).bounce;
      return {
        kind: 'bounce',
        at: timestamp,
        isPermanent: bounceType === 'Permanent',
        isOnSuppressionList: isOnList(bounceSubType),
        description: `${bounceType}/${bounceSubType}`,
      };
    }
    case 'Complaint': {
      const { timestamp, complaintSubType } = bodySchemas.Complaint.parse(event).complaint;
      return { kind: 'complaint', at: timestamp, isOnSuppressionList: isOnList(complaintSubType ?? '') };
    }
    default:
      return null;
  }
}

const isOnList = (subType: string): boolean =>
  subType === 'OnAccountSuppressionList' || subType === 'Suppressed';
