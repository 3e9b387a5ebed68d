import type { Image } from '../../_shared/domain/document.ts';
import type { Language } from '../../_shared/domain/newsroom.ts';
import type { Text } from '../../_shared/domain/release.ts';
import type { Dateline, Instant, MediaContact } from '../../_shared/domain/report.ts';
import type { ReadReport } from './reading.ts';
import type { SendTime } from './settle-send-at.ts';
import type { Sender } from './settle-sender.ts';
import type { Settled } from './settled.ts';

/** The fields of a release as one of its texts has them. */
export interface TextFields {
  language: Language | null;
  title: string | null;
  subtitle: string | null;
  dateline: Dateline;
  contacts: MediaContact[];
  embargo: Instant | null;
  sendAt: SendTime;
  images: Image[];
  attachments: Text['attachments'];
  topics: string[];
  regions: string[];
  sender: Sender | null;
}

export type SettledFields = { [F in keyof TextFields]: Settled<TextFields[F]> };

/** The fields of a file that could not be read. */
export const noFields: TextFields = {
  language: null,
  title: null,
  subtitle: null,
  dateline: { place: null, city: null, date: null },
  contacts: [],
  embargo: null,
  sendAt: { instant: null, local: null },
  images: [],
  attachments: [],
  topics: [],
  regions: [],
  sender: null,
};

/** What a report says of a release; only the store knows the version. */
export function releaseIn(id: string, fields: TextFields): ReadReport['release'] {
  const { title, subtitle, language, dateline, embargo, sendAt, contacts, images, topics, regions } = fields;
  return {
    id,
    version: null,
    title,
    subtitle,
    language,
    dateline,
    embargo,
    sendAt: sendAt.instant,
    ...(sendAt.local && { sendAtLocal: sendAt.local }),
    contacts,
    images,
    topics,
    regions,
  };
}
