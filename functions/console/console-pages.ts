import type { ApproveDependencies } from '../_shared/decisions/approve-release.ts';
import type { AuditLine } from '../_shared/domain/audit.ts';
import { type Card, contactIdSchema, type List, type Standing } from '../_shared/domain/contact.ts';
import { type RecipientRecord, recipientStateSchema } from '../_shared/domain/delivery.ts';
import type { RenderedEmail } from '../_shared/domain/email.ts';
import type { Newsroom } from '../_shared/domain/newsroom.ts';
import type { Text } from '../_shared/domain/release.ts';
import type { Report } from '../_shared/domain/report.ts';
import type { Segment } from '../_shared/domain/segment.ts';
import { html } from '../_shared/runtime/html.ts';
import type { Page, PageRequest, PageResponse } from '../_shared/runtime/page.ts';
import { contactPage, lookUpPage } from './contact-page.ts';
import { decisions } from './decide.ts';
import { type FormKeys, isFromOurForm, seeOther, whoDecides } from './form.ts';
import { mailDocument, pageOf, type Shell } from './layout.ts';
import { entriesPerPage, listPage, listsPage } from './list-pages.ts';
import { proofOf } from './proof.ts';
import { recipientsPage, recipientsPerPage } from './recipients-page.ts';
import { type Proof, releasePage } from './release-page.ts';
import { type ReleaseReaders, viewRelease, viewReleases } from './release-view.ts';
import { releasesPage } from './releases-page.ts';
import { reportPage } from './report-page.ts';
import { icon, script } from './script.ts';
import { segmentsPage } from './segment-pages.ts';
import { stylesheet } from './stylesheet.ts';
import { trailPage } from './trail-page.ts';

export interface ConsoleDependencies extends ReleaseReaders {
  newsroom: Newsroom;
  /** Null where sent mail is not kept. */
  inboxUrl: string | null;
  keys: FormKeys;
  life: ApproveDependencies;
  readText: (key: string) => Promise<Text | null>;
  listProofs: (releaseId: string, version: number) => AsyncIterable<Proof>;
  readProof: (releaseId: string, version: number, name: string) => Promise<RenderedEmail | null>;
  readReport: (file: string) => Promise<Report | null>;
  readRecords: (deliveryId: string) => AsyncIterable<RecipientRecord>;
  readAudit: (subject: string) => AsyncIterable<AuditLine>;
  readAuditMonth: (month: string) => AsyncIterable<AuditLine>;
  contactIdOf: (address: string) => string;
  readCard: (contactId: string) => Promise<Card | null>;
  readStanding: (contactId: string) => Promise<Standing>;
  suppress: (contactId: string, act: Act) => Promise<void>;
  accredit: (contactId: string, act: Act) => Promise<void>;
  revoke: (contactId: string, act: Act) => Promise<void>;
  readLists: () => Promise<List[]>;
  streamList: (list: string, after?: string) => AsyncIterable<Card>;
  readSegments: () => Promise<Segment[]>;
}

/** What a person does to a contact. */
export interface Act {
  by: string;
  reason: string;
}

/** Lists are counted up to this for their overview; a freeze counts exactly. */
const countedTo = 10_000;

const outcomes: Record<string, { tone: 'good' | 'attention'; words: string }> = {
  approved: { tone: 'good', words: 'Approved. It is on its way.' },
  'waits-for-second': { tone: 'attention', words: 'Noted. A second person has to approve it too.' },
  'asked-again': {
    tone: 'attention',
    words:
      'The lists have changed since this proof, so nothing was approved. A new proof is being made; look at it and approve again.',
  },
  cancelled: { tone: 'good', words: 'Cancelled.' },
  lifted: { tone: 'good', words: 'The embargo is lifted. Everybody gets it now, and its holders are told.' },
  killed: {
    tone: 'attention',
    words: 'Killed. Nothing more of it goes out, and everybody who got it is told.',
  },
};

/** The console: the desk's and the admins' pages. Who may come here is the gateway's to say. */
export function consolePages(dependencies: ConsoleDependencies): Page {
  const shell: Shell = { newsroomName: dependencies.newsroom.name, inboxUrl: dependencies.inboxUrl };
  return async (request) => {
    const [section = '', id = '', ...rest] = request.segments;
    if (request.method === 'POST') {
      if (!isFromOurForm(dependencies.keys, request)) return staleForm(shell);
      if (section === 'releases') return decide(shell, dependencies, request, id, rest[0] ?? '');
      if (section === 'contacts') return actOnContact(shell, dependencies, request, id, rest[0] ?? '');
      return missing(shell);
    }
    if (request.method !== 'GET') return { status: 405, headers: { allow: 'GET, HEAD, POST' }, body: '' };
    switch (section) {
      case '':
        return releasesPage(shell, {
          releases: await viewReleases(dependencies),
          zone: dependencies.newsroom.zone,
          alerts: null,
        });
      case 'releases':
        return releasePages(shell, dependencies, request, id, rest);
      case 'contacts':
        return id === ''
          ? lookUp(shell, dependencies, request)
          : showContact(shell, dependencies, request, id);
      case 'lists':
        return id === '' ? showLists(shell, dependencies) : showList(shell, dependencies, request, id);
      case 'segments':
        return segmentsPage(shell, await dependencies.readSegments());
      case 'trail':
        return showTrail(shell, dependencies, request);
      case 'assets':
        return asset(dependencies.newsroom, id) ?? missing(shell);
      default:
        return missing(shell);
    }
  };
}

async function releasePages(
  shell: Shell,
  dependencies: ConsoleDependencies,
  request: PageRequest,
  id: string,
  [part, first = '', second = '']: string[],
): Promise<PageResponse> {
  switch (part) {
    case undefined:
      return (await showRelease(shell, dependencies, request, id)) ?? missing(shell);
    case 'proofs': {
      const email = await dependencies.readProof(id, Number(first), second);
      if (!email) return missing(shell);
      const release = await dependencies.readRelease(id);
      const embargo = release?.candidate?.embargo ?? release?.live?.embargo ?? null;
      return mailDocument(proofOf(email, dependencies.newsroom, embargo));
    }
    case 'report': {
      const report = await dependencies.readReport(request.query.get('file') ?? '');
      return report ? reportPage(shell, report) : missing(shell);
    }
    case 'recipients':
      return (await showRecipients(shell, dependencies, request, first)) ?? missing(shell);
    default:
      return missing(shell);
  }
}

async function showRelease(
  shell: Shell,
  dependencies: ConsoleDependencies,
  request: PageRequest,
  id: string,
  refused?: string,
): Promise<PageResponse | null> {
  const view = await viewRelease(dependencies, id);
  if (!view) return null;
  const { newsroom, keys } = dependencies;
  const main = view.versions.find(({ version }) => version === view.version)?.texts[0];
  const done = outcomes[request.query.get('done') ?? ''] ?? null;
  const content = {
    view,
    newsroom,
    keys,
    text: main ? await dependencies.readText(main.key) : null,
    proofs: view.version === null ? [] : await Array.fromAsync(dependencies.listProofs(id, view.version)),
    trail: await Array.fromAsync(dependencies.readAudit(`RELEASE#${id}`)),
    notice: refused === undefined ? done : { tone: 'bad' as const, words: refused },
  };
  return releasePage(shell, request, content, refused === undefined ? 200 : 409);
}

async function decide(
  shell: Shell,
  dependencies: ConsoleDependencies,
  request: PageRequest,
  releaseId: string,
  act: string,
): Promise<PageResponse> {
  const by = whoDecides(request);
  const decision = Object.hasOwn(decisions, act) ? decisions[act] : undefined;
  if (!decision) return missing(shell);
  const version = Number(request.body.get('version') ?? '');
  const audienceHash = request.body.get('audience') ?? '';
  const outcome = by
    ? await decision(dependencies.life, {
        releaseId,
        by,
        reason: (request.body.get('reason') ?? '').trim(),
        shown: version > 0 && audienceHash ? { version, audienceHash } : null,
      })
    : { refused: 'Say who you are: it stands in the trail.' };
  if ('done' in outcome)
    return seeOther(`/releases/${encodeURIComponent(releaseId)}?done=${outcome.done}`, by ?? '');
  return (await showRelease(shell, dependencies, request, releaseId, outcome.refused)) ?? missing(shell);
}

async function showRecipients(
  shell: Shell,
  { readDelivery, readRecords, newsroom }: ConsoleDependencies,
  request: PageRequest,
  deliveryId: string,
): Promise<PageResponse | null> {
  const delivery = await readDelivery(deliveryId);
  if (!delivery) return null;
  const asked = recipientStateSchema.safeParse(request.query.get('state'));
  const state = asked.success ? asked.data : null;
  const records: RecipientRecord[] = [];
  for await (const record of readRecords(deliveryId)) {
    if (state !== null && record.state !== state) continue;
    records.push(record);
    if (records.length > recipientsPerPage) break;
  }
  const isMore = records.length > recipientsPerPage;
  return recipientsPage(shell, {
    delivery,
    records: records.slice(0, recipientsPerPage),
    state,
    isMore,
    zone: newsroom.zone,
  });
}

async function lookUp(
  shell: Shell,
  dependencies: ConsoleDependencies,
  request: PageRequest,
): Promise<PageResponse> {
  const address = (request.query.get('q') ?? '').trim();
  if (!address.includes('@')) return lookUpPage(shell, { address, isMissing: false });
  const contactId = dependencies.contactIdOf(address);
  if (!(await dependencies.readCard(contactId))) return lookUpPage(shell, { address, isMissing: true });
  return {
    status: 303,
    headers: { location: `/contacts/${contactId}`, 'cache-control': 'no-store' },
    body: '',
  };
}

const contactNotices: Record<string, string> = {
  suppress: 'Nothing will be sent to this address any more.',
  accredit: 'Accredited: embargoed editions reach this person from now on.',
  revoke: 'Accreditation taken away, also for what is already on its way.',
};

async function showContact(
  shell: Shell,
  dependencies: ConsoleDependencies,
  request: PageRequest,
  id: string,
): Promise<PageResponse> {
  const contactId = contactIdSchema.safeParse(id);
  if (!contactId.success) return missing(shell);
  const [card, standing, trail] = await Promise.all([
    dependencies.readCard(contactId.data),
    dependencies.readStanding(contactId.data),
    Array.fromAsync(dependencies.readAudit(`CONTACT#${contactId.data}`)),
  ]);
  if (!card && trail.length === 0) return missing(shell);
  const { newsroom, keys } = dependencies;
  const notice = contactNotices[request.query.get('done') ?? ''] ?? null;
  return contactPage(shell, request, { card, standing, trail, newsroom, keys, notice });
}

async function actOnContact(
  shell: Shell,
  dependencies: ConsoleDependencies,
  request: PageRequest,
  id: string,
  act: string,
): Promise<PageResponse> {
  const contactId = contactIdSchema.safeParse(id);
  const by = whoDecides(request);
  const reason = (request.body.get('reason') ?? '').trim();
  const acts = {
    suppress: dependencies.suppress,
    accredit: dependencies.accredit,
    revoke: dependencies.revoke,
  };
  const chosen = new Map(Object.entries(acts)).get(act);
  if (!contactId.success || !chosen) return missing(shell);
  if (!by || !reason) return refused(shell, 'Say who you are and why: both stand in the trail.');
  await chosen(contactId.data, { by, reason });
  return seeOther(`/contacts/${contactId.data}?done=${act}`, by);
}

async function showLists(
  shell: Shell,
  { readLists, streamList }: ConsoleDependencies,
): Promise<PageResponse> {
  const lists = await Promise.all(
    (await readLists()).map(async (list) => {
      let people = 0;
      for await (const _ of streamList(list.list)) if (++people >= countedTo) break;
      return { ...list, people };
    }),
  );
  return listsPage(shell, lists, countedTo);
}

async function showList(
  shell: Shell,
  { readLists, streamList }: ConsoleDependencies,
  request: PageRequest,
  name: string,
): Promise<PageResponse> {
  const list = (await readLists()).find((known) => known.list === name);
  if (!list) return missing(shell);
  const people: Card[] = [];
  let next: string | null = null;
  for await (const card of streamList(name, request.query.get('after') ?? undefined)) {
    if (people.length === entriesPerPage) {
      next = people.at(-1)?.contactId ?? null;
      break;
    }
    people.push(card);
  }
  return listPage(shell, { list, people, next });
}

async function showTrail(
  shell: Shell,
  { readAuditMonth, newsroom, now }: ConsoleDependencies,
  request: PageRequest,
): Promise<PageResponse> {
  const asked = request.query.get('month') ?? '';
  const month = /^\d{4}-(0[1-9]|1[0-2])$/.test(asked) ? asked : now().toISOString().slice(0, 7);
  return trailPage(shell, month, await Array.fromAsync(readAuditMonth(month)), newsroom.zone);
}

function asset({ brand }: Newsroom, name: string): PageResponse | null {
  const headers = (type: string) => ({
    'content-type': type,
    'cache-control': 'max-age=300',
    'x-content-type-options': 'nosniff',
  });
  switch (name) {
    case 'console.css':
      return { status: 200, headers: headers('text/css; charset=utf-8'), body: stylesheet(brand) };
    case 'console.js':
      return { status: 200, headers: headers('text/javascript; charset=utf-8'), body: script };
    case 'icon.svg':
      return { status: 200, headers: headers('image/svg+xml'), body: icon(brand.primary, brand.onPrimary) };
    default:
      return null;
  }
}

function missing(shell: Shell): PageResponse {
  return pageOf(shell, {
    title: 'Not found',
    section: null,
    status: 404,
    body: html`<h1>There is nothing here</h1><p>It may have had another name. <a href="/">See all releases</a>.</p>`,
  });
}

function staleForm(shell: Shell): PageResponse {
  return pageOf(shell, {
    title: 'Please try again',
    section: null,
    status: 403,
    body: html`<h1>Please try again</h1><p>This form is older than a day or did not come from this console. Nothing was changed. <a href="/">Go back to the releases</a> and send it from there.</p>`,
  });
}

function refused(shell: Shell, words: string): PageResponse {
  return pageOf(shell, {
    title: 'Not done',
    section: null,
    status: 409,
    body: html`<h1>Not done</h1><p>${words}</p>`,
  });
}
