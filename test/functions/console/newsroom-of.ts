import { type Actor, roleSchema } from '../../../functions/_shared/domain/actor.ts';
import type { AudienceSummary } from '../../../functions/_shared/domain/audience.ts';
import type { Card, Standing } from '../../../functions/_shared/domain/contact.ts';
import { goodStanding } from '../../../functions/_shared/domain/contact.ts';
import type { Version } from '../../../functions/_shared/domain/release.ts';
import type { Release } from '../../../functions/_shared/domain/release-life.ts';
import type { PageRequest } from '../../../functions/_shared/runtime/page.ts';
import type {
  ConsoleDependencies,
  ConsolePagesDependencies,
} from '../../../functions/console/console-dependencies.ts';
import { configuration } from '../../../infra/configuration.ts';

/** A console with releases and people that were created for a test. Every dependency can be replaced. */

export const now = '2025-06-12T07:00:00.000Z';
export const { newsroom } = configuration('local');
export const contactId = `c${'a'.repeat(26)}`;

export const audience: AudienceSummary = {
  hash: 'f'.repeat(64),
  recipientsKey: 'store/audiences/forum/1/f.recipients.ndjson',
  exclusionsKey: 'store/audiences/forum/1/f.exclusions.ndjson',
  recipients: 52,
  accredited: 7,
  byLanguage: { en: 40, vi: 12 },
  byList: { 'general-press': 30, 'viet-nam-press': 22 },
  exclusions: { unsubscribed: 2, bounced: 1 },
};

export function releaseNamed(releaseId: string, change: Partial<Release> = {}): Release {
  return {
    releaseId,
    revision: 3,
    createdAt: '2025-06-12T06:50:00.000Z',
    updatedAt: '2025-06-12T06:55:00.000Z',
    latestVersion: 1,
    latestHash: 'a'.repeat(64),
    title: 'Viet Nam hosts high-level forum on women in peacekeeping',
    language: 'en',
    lastStatus: 'accepted',
    candidate: {
      version: 1,
      state: 'awaiting-approval',
      since: '2025-06-12T06:51:00.000Z',
      embargo: null,
      sendAt: null,
      liftNotice: true,
      isCorrection: false,
      policy: 'required',
      audience,
      approvals: [],
      problems: [],
    },
    live: null,
    sentVersions: [],
    lifted: null,
    broken: null,
    killed: null,
    cancelled: null,
    withdrawn: null,
    distinctFrom: [],
    added: [],
    trail: [],
    ...change,
  };
}

/** Approved by Lan and embargoed until 14:30 in Ha Noi. The embargoed edition is sent, the general one waits. */
export function embargoed(releaseId: string): Release {
  const plan = { version: 1, releaseId };
  return releaseNamed(releaseId, {
    candidate: null,
    live: {
      version: 1,
      state: 'embargoed',
      embargo: '2025-06-12T07:30:00.000Z',
      sendAt: null,
      approvals: [{ by: 'Lan', at: '2025-06-12T06:56:00.000Z' }],
      audience,
      editions: [
        {
          edition: 'embargoed',
          deliveryId: `${plan.releaseId}_v1_embargoed`,
          dueAt: '2025-06-12T06:56:00.000Z',
          state: 'sent',
        },
        {
          edition: 'general',
          deliveryId: `${plan.releaseId}_v1_general`,
          dueAt: '2025-06-12T07:30:00.000Z',
          state: 'armed',
        },
      ],
    },
  });
}

/** Approved by Lan a moment ago and armed. Nobody gets anything before `dueAt`. */
export function armedFor(releaseId: string, dueAt: string): Release {
  const { live, ...rest } = embargoed(releaseId);
  const general = {
    edition: 'general',
    deliveryId: `${releaseId}_v1_general`,
    dueAt,
    state: 'armed',
  } as const;
  return { ...rest, live: live && { ...live, state: 'approved', embargo: null, editions: [general] } };
}

export function versionOf(releaseId: string, change: Partial<Version> = {}): Version {
  return {
    releaseId,
    version: 1,
    contentHash: 'a'.repeat(64),
    readAt: '2025-06-12T06:51:00.000Z',
    sources: [{ key: `releases/${releaseId}.md`, identity: 'e' }],
    texts: [
      {
        language: 'en',
        key: `store/texts/${releaseId}/1/en.json`,
        title: 'Viet Nam hosts high-level forum on women in peacekeeping',
      },
    ],
    embargo: null,
    sendAt: null,
    audience: {
      origin: 'proposed',
      lists: ['general-press'],
      segments: [],
      beats: ['peacekeeping'],
      regions: [],
      exclude: [],
    },
    correction: null,
    liftNotice: true,
    approval: null,
    sender: { name: null, replyTo: null },
    topics: ['peacekeeping'],
    regions: [],
    problems: [
      {
        code: 'picture-without-alt',
        severity: 'warning',
        message: 'The picture forum.jpg has no alternative text.',
        fix: 'Describe it in the text or the sidecar.',
        where: {},
      },
    ],
    assumptions: [{ field: 'dateline.date', message: 'no year written; read as 2025' }],
    ...change,
  };
}

export const card: Card = {
  contactId,
  revision: 1,
  email: 'linh@daily.example',
  name: 'Nguyễn Thùy Linh',
  outlet: 'The Daily',
  outletKind: 'newspaper',
  role: 'Reporter',
  phone: '+84 24 3825 1',
  beats: ['peacekeeping', 'gender'],
  regions: ['viet-nam'],
  languages: ['vi', 'en'],
  zone: 'Asia/Ho_Chi_Minh',
  lists: ['general-press'],
  tier: 1,
  consent: { source: 'sign-up', at: '2025-01-10T08:00:00.000Z', evidence: 'double opt-in' },
  notes: null,
  createdAt: '2025-01-10T08:00:00.000Z',
  updatedAt: '2025-01-10T08:00:00.000Z',
};

const formKey = new Uint8Array(32);

/** Who is signed in, if a test does not say otherwise. */
export const lan: Actor = { subject: 'https://id.example|lan', name: 'Lan', roles: [...roleSchema.options] };

/** Somebody is signed in already. */
export function signedInAs(actor: Actor | null): ConsolePagesDependencies['signIn'] {
  const elsewhere = { status: 303, headers: { location: 'https://id.example' }, body: '' };
  return {
    actorOf: async () => actor,
    begin: async () => elsewhere,
    page: async () => null,
    end: () => elsewhere,
  };
}

type ConsoleOf = ConsoleDependencies & Pick<ConsolePagesDependencies, 'signIn'>;

export function consoleOf(releases: readonly Release[], change: Partial<ConsoleOf> = {}): ConsoleOf {
  const known = new Map(releases.map((release) => [release.releaseId, release]));
  const standings = new Map<string, Standing>();
  return {
    newsroom,
    inboxUrl: null,
    readAlarms: async () => [],
    articles: {},
    now: () => new Date(now),
    signIn: signedInAs(lan),
    keys: {
      linkKeys: { signing: formKey, recent: [formKey], all: [formKey] },
      now: () => new Date(now),
      actor: lan,
    },
    async *listReleases(which) {
      if (which === 'open') yield* releases;
    },
    readHead: async (releaseId) => known.get(releaseId) ?? null,
    async *listVersions(releaseId) {
      if (known.get(releaseId)?.latestVersion) yield versionOf(releaseId);
    },
    async *listReportPointers(releaseId) {
      yield {
        key: `releases/${releaseId}.md`,
        identity: '',
        status: known.get(releaseId)?.lastStatus ?? 'accepted',
      };
    },
    readDelivery: async (deliveryId) => ({
      deliveryId,
      releaseId: deliveryId.split('_')[0] ?? '',
      version: 1,
      edition: deliveryId.endsWith('general') ? 'general' : 'embargoed',
      notBefore: now,
      recipientsKey: 'k',
      recipients: 7,
      reachesUnsubscribed: false,
      chunks: 1,
      state: 'sending',
      createdAt: now,
      exclusionsKey: 'store/x',
      unknownHolders: 0,
      holdersOf: null,
      isUrgent: false,
    }),
    async *readChunks(deliveryId) {
      yield {
        deliveryId,
        chunk: 0,
        start: 0,
        end: 999,
        recipients: 7,
        state: 'open',
        stoppedBecause: null,
        owner: null,
        leaseUntil: 0,
        done: 6,
        highWater: 6,
        touched: 6,
        parkedUntil: null,
        counts: { sent: 4, refused: 1, unknown: 1, leftOut: 0 },
        putBacks: 0,
        putBackAfter: 0,
      };
    },
    readResults: async () => ({
      delivered: 3,
      bounced: 1,
      complained: 0,
      refused: 0,
      silence: null,
      byGroup: {},
    }),
    async *joinRecipients() {
      const recipient = {
        contactId,
        email: 'linh@daily.example',
        name: null,
        language: 'en' as const,
        zone: null,
        list: 'general-press',
        accredited: false,
      };
      yield { recipient, state: 'delivered', reason: null, record: null };
      yield {
        recipient: { ...recipient, email: 'gone@paper.example' },
        state: 'bounced',
        reason: 'Permanent/General',
        record: null,
      };
      yield {
        recipient: { ...recipient, email: 'lost@paper.example' },
        state: 'unknown',
        reason: 'timeout',
        record: null,
      };
    },
    async *streamExclusions() {
      yield { contactId, email: 'out@paper.example', reason: 'unsubscribed', list: 'general-press' };
    },
    settleUnknowns: async () => 1,
    readPace: async () => ({
      openBecause: null,
      openSince: null,
      signUpsStoppedBecause: null,
      signUpsStoppedSince: null,
      pause: null,
      parkedUntil: 0,
    }),
    endPause: async () => true,
    resumeSending: async () => true,
    life: {
      now: () => new Date(now),
      readHead: async (releaseId) => known.get(releaseId) ?? null,
      putRelease: async (release) => {
        known.set(release.releaseId, release);
        return true;
      },
      appendAuditOnce: async () => {},
      carryOut: async () => {},
      embargoElsewhere: async () => null,
    },
    oneMore: {
      newsroom,
      now: () => new Date(now),
      readHead: async (releaseId) => known.get(releaseId) ?? null,
      putRelease: async (release) => {
        known.set(release.releaseId, release);
        return true;
      },
      appendAuditOnce: async () => {},
      appendAudit: async () => {},
      carryOut: async () => {},
      readVersion: async (releaseId) => versionOf(releaseId),
      readSegment: async () => null,
      readCard: async (id) => (id === contactId ? card : null),
      readStanding: async (id) => standings.get(id) ?? goodStanding(id),
      accredit: async (id, accreditation) => void standings.set(id, { ...goodStanding(id), accreditation }),
      readDelivery: async () => null,
      readRecord: async () => null,
      findRecipient: async () => null,
    },
    countJoined: async () => 0,
    readText: async () => ({
      language: 'en',
      title: 'Viet Nam hosts high-level forum on women in peacekeeping',
      subtitle: 'Over 100 participants meet in Ha Noi',
      summary: null,
      dateline: { place: 'Ha Noi, Viet Nam', city: 'Ha Noi', date: '2025-06-12' },
      contacts: [
        { name: 'Hoang Bich Thao', organisation: 'UN Women', email: 'thao@unwomen.example', phone: null },
      ],
      images: [{ file: 'forum.jpg', alt: null, caption: null, credit: null }],
      attachments: [],
      body: [],
      boilerplate: [],
      notesToEditors: [],
    }),
    async *listEmailNames() {
      yield { edition: 'general', language: 'en', holds: null };
      yield { edition: 'general', language: 'vi', holds: null };
    },
    readRenderedEmail: async (releaseId, version) => ({
      releaseId,
      version,
      edition: 'general',
      language: 'en',
      direction: 'ltr',
      subject: 'Viet Nam hosts high-level forum',
      preheader: 'Ministers open the forum.',
      html: '<!doctype html><html lang="en"><title>Forum</title><body><h1>Viet Nam hosts high-level forum</h1><a href="SLOTabcdefabcdefunsubscribeurlTOLS">Unsubscribe</a></body></html>',
      text: 'Viet Nam hosts high-level forum',
      nonce: 'abcdefabcdef',
      slots: ['unsubscribe-url'],
      sender: { name: 'UN', address: 'a@b.example', replyTo: 'a@b.example' },
    }),
    readReport: async (file) => ({
      file,
      status: 'rejected',
      release: {
        id: 'seed-000',
        version: null,
        title: null,
        subtitle: null,
        language: 'en',
        dateline: { place: null, city: null, date: null },
        embargo: null,
        sendAt: null,
        contacts: [],
        images: [],
        topics: [],
        regions: [],
      },
      problems: [
        {
          code: 'no-headline',
          severity: 'error',
          message: 'There is no headline.',
          fix: 'Put one on the first line.',
          where: { line: 1 },
        },
      ],
      assumptions: [],
    }),
    readTrailOf: async (subject) => ({
      lines: [
        {
          subject,
          at: '2025-06-12T06:51:00.000Z',
          by: 'accept-release',
          act: 'accept',
          reason: null,
          before: null,
          after: null,
        },
      ],
      older: null,
    }),
    readTrailOfMonth: async () => ({
      lines: [
        {
          subject: `CONTACT#${contactId}`,
          at: '2025-06-12T06:52:00.000Z',
          by: 'Lan',
          act: 'accredit',
          reason: 'signed form',
          before: null,
          after: null,
        },
        {
          subject: 'RELEASE#forum',
          at: '2025-06-12T06:51:00.000Z',
          by: 'accept-release',
          act: 'accept',
          reason: null,
          before: null,
          after: null,
        },
      ],
      older: null,
    }),
    contactIdOf: () => contactId,
    readCard: async () => card,
    readStanding: async () => goodStanding(contactId),
    suppress: async () => {},
    accredit: async () => {},
    revoke: async () => {},
    readLists: async () => [{ list: 'general-press', title: 'General press', createdAt: now }],
    async *streamList() {
      yield card;
    },
    readSegments: async () => [
      {
        name: 'gender-desk',
        version: 2,
        include: [{ lists: ['general-press'], beats: ['gender', 'peacekeeping'], languages: ['en'] }],
        exclude: [{ outletKinds: ['government'] }],
      },
    ],
    ...change,
  };
}

export function get(path: string, headers: PageRequest['headers'] = {}): PageRequest {
  const url = new URL(path, 'http://127.0.0.1');
  return {
    method: 'GET',
    path: url.pathname,
    segments: url.pathname.split('/').filter(Boolean).map(decodeURIComponent),
    query: url.searchParams,
    headers,
    body: new URLSearchParams(),
    files: [],
    sourceIp: '127.0.0.1',
    caller: null,
  };
}

export function post(
  path: string,
  fields: Record<string, string>,
  headers: PageRequest['headers'] = {},
): PageRequest {
  return { ...get(path, headers), method: 'POST', body: new URLSearchParams(fields) };
}
