import { createHash } from 'node:crypto';
import type { SegmentTable } from '../_shared/aws/segment-table.ts';
import type { Upload } from '../_shared/aws/upload-object.ts';
import type { AudienceSummary, Exclusion, ExclusionReason, Recipient } from '../_shared/domain/audience.ts';
import { chooseLanguage } from '../_shared/domain/choose-language.ts';
import { zoneOfReader } from '../_shared/domain/local-time.ts';
import type { Language } from '../_shared/domain/newsroom.ts';
import type { AudienceRule } from '../_shared/domain/release.ts';
import type { Instant } from '../_shared/domain/report.ts';
import {
  type Chosen,
  chooseAudience,
  type Dependencies as ListReaders,
} from '../_shared/lists/choose-audience.ts';
import { readChoice } from '../_shared/lists/read-choice.ts';

export interface Dependencies extends ListReaders, Pick<SegmentTable, 'readSegment'> {
  /** Completes card changes that a crash interrupted, before their list entries were written. */
  finishCards: () => Promise<unknown>;
  /** Opens an object in the bucket for writing; `application/x-ndjson`. */
  upload: (key: string) => Upload;
  newsroom: { defaultLanguage: Language; defaultList: string };
}

export interface Freezing {
  releaseId: string;
  version: number;
  rule: AudienceRule;
  /** Languages of the release's texts; the main one comes first. */
  languages: readonly [Language, ...Language[]];
  now: Instant;
  /** If the version is sent by its readers' clocks: the zone of those who have none of their own. */
  countZonesWith?: string;
}

/** Lines are collected into pieces of about this many characters before they are uploaded. */
const pieceCharacters = 256 * 1024;

/**
 * Freezes the audience of a version: recipients and exclusions as two NDJSON objects in the order of contact ids. Each
 * contact appears once, in one of the two. An approval is valid for the hash of the recipients. A crash leaves at most
 * unused objects, because nobody knows their keys before the summary is returned.
 */
export async function freezeAudience(
  dependencies: Dependencies,
  freezing: Freezing,
): Promise<AudienceSummary> {
  const { releaseId, version, rule, languages, now } = freezing;
  await dependencies.finishCards();
  const stem = `store/audiences/${releaseId}/${version}/${now.replace(/[^0-9TZ]/g, '')}`;
  const recipients = ndjson(dependencies.upload, `${stem}.recipients.ndjson`);
  const exclusions = ndjson(dependencies.upload, `${stem}.exclusions.ndjson`);
  const tally = newTally(freezing.countZonesWith);
  try {
    const choice = await readChoice(dependencies.readSegment, dependencies.newsroom, rule);
    for await (const chosen of chooseAudience(dependencies, choice, now)) {
      const { contactId, email } = chosen.card;
      if (chosen.reason) {
        await exclusions.add({
          contactId,
          email,
          reason: chosen.reason,
          list: chosen.list,
        } satisfies Exclusion);
        tally.exclude(chosen.reason);
      } else {
        const recipient = toRecipient(chosen, languages, dependencies.newsroom.defaultLanguage);
        await recipients.add(recipient);
        tally.include(recipient);
      }
    }
    const hash = await recipients.finish();
    await exclusions.finish();
    return { hash, recipientsKey: recipients.key, exclusionsKey: exclusions.key, ...tally.counts };
  } catch (error) {
    await Promise.allSettled([recipients.abort(), exclusions.abort()]);
    throw error;
  }
}

function toRecipient(
  { card, standing, list }: Chosen,
  languages: Freezing['languages'],
  newsroomLanguage: Language,
): Recipient {
  return {
    contactId: card.contactId,
    email: card.email,
    name: card.name,
    language: chooseLanguage(card.languages, languages, newsroomLanguage),
    zone: card.zone,
    list,
    accredited: standing.accreditation !== null,
  };
}

function newTally(newsroomZone: string | undefined) {
  const counts: Omit<AudienceSummary, 'hash' | 'recipientsKey' | 'exclusionsKey'> = {
    recipients: 0,
    accredited: 0,
    byLanguage: {},
    byList: {},
    exclusions: {},
  };
  const byZone: Record<string, number> = {};
  if (newsroomZone !== undefined) counts.byZone = byZone;
  const one = <K extends string>(record: Partial<Record<K, number>>, key: K) => {
    record[key] = (record[key] ?? 0) + 1;
  };
  return {
    counts,
    include({ language, list, accredited, zone }: Recipient) {
      counts.recipients += 1;
      if (accredited) counts.accredited += 1;
      one(counts.byLanguage, language);
      one(counts.byList, list);
      if (newsroomZone !== undefined) one(byZone, zoneOfReader(zone, newsroomZone));
    },
    exclude(reason: ExclusionReason) {
      one(counts.exclusions, reason);
    },
  };
}

function ndjson(upload: Dependencies['upload'], key: string) {
  const target = upload(key);
  const hash = createHash('sha256');
  let piece = '';
  const flush = async () => {
    hash.update(piece);
    const full = piece;
    piece = '';
    await target.write(full);
  };
  return {
    key,
    async add(line: Recipient | Exclusion) {
      piece += `${JSON.stringify(line)}\n`;
      if (piece.length >= pieceCharacters) await flush();
    },
    async finish() {
      await flush();
      await target.finish();
      return hash.digest('hex');
    },
    abort: () => target.abort(),
  };
}
