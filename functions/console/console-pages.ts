import { may } from '../_shared/domain/actor.ts';
import type { Newsroom } from '../_shared/domain/newsroom.ts';
import { canNameAnything, type Page, type PageRequest, type PageResponse } from '../_shared/runtime/page.ts';
import { alarmsPage, articlePage } from './alarms-page.ts';
import type { ConsoleDependencies, ConsolePagesDependencies } from './console-dependencies.ts';
import { actOnContact, lookUp, showContact } from './contact-routes.ts';
import { type FormKeys, isFromOurForm, seeOther, signOutForm } from './form.ts';
import type { Shell } from './layout.ts';
import { showList, showLists } from './list-routes.ts';
import { sendOneMore } from './one-more-routes.ts';
import { missing, staleForm } from './refusals.ts';
import { decide, releasePages, settle } from './release-routes.ts';
import { viewReleases } from './release-view.ts';
import { releasesPage } from './releases-page.ts';
import { rightFor } from './rights.ts';
import { icon, script } from './script.ts';
import { segmentsPage } from './segment-pages.ts';
import { sendingAlerts } from './sending-alerts.ts';
import type { SignIn } from './sign-in/sign-in.ts';
import { notAllowed, sessionOver, withoutRole } from './sign-in/sign-in-pages.ts';
import { stylesheet } from './stylesheet.ts';
import { trailSize } from './trail.ts';
import { subjectTrailPage, trailPage } from './trail-page.ts';

/** The console: the pages of the desk and the admins. */
export function consolePages(dependencies: ConsolePagesDependencies): Page {
  return async (request) => {
    if (request.segments[0] === 'assets') return asset(dependencies.newsroom, request.segments[1] ?? '');
    const { newsroom, inboxUrl, readAlarms, signIn } = dependencies;
    const outside: Shell = { newsroomName: newsroom.name, inboxUrl: null, alarms: [], signedIn: null };
    if (!canNameAnything(request)) return missing(outside);
    if (request.method !== 'POST' && request.method !== 'GET')
      return { status: 405, headers: { allow: 'GET, HEAD, POST' }, body: '' };
    const page = request.method === 'GET' ? await signIn.page(outside, request) : null;
    if (page) return page;
    const actor = await signIn.actorOf(request);
    if (!actor) return signedInFirst(outside, signIn, request);
    const keys: FormKeys = { ...dependencies.keys, actor };
    const signedIn = {
      name: actor.name.split(' <', 1).join(''),
      signOut: request.caller === null && signOutForm(keys),
    };
    const inside: Shell = { ...outside, signedIn };
    if (request.method === 'POST' && request.segments[0] === 'sign-out')
      return isFromOurForm(keys, request) ? signIn.end() : staleForm(inside);
    if (actor.roles.length === 0) return withoutRole(inside, actor);
    const shell: Shell = { ...inside, inboxUrl, alarms: await readAlarms() };
    return request.method === 'POST'
      ? act(shell, { ...dependencies, keys }, request)
      : show(shell, { ...dependencies, keys }, request);
  };
}

/** A page sends its reader to sign in. A form, and a part that the page's script asks for, cannot be sent there. */
async function signedInFirst(shell: Shell, signIn: SignIn, request: PageRequest): Promise<PageResponse> {
  if (request.method === 'POST' || request.query.has('part')) return sessionOver(shell);
  return signIn.begin(shell, request);
}

async function act(
  shell: Shell,
  dependencies: ConsoleDependencies,
  request: PageRequest,
): Promise<PageResponse> {
  const right = rightFor(request.segments);
  if (right === null) return missing(shell);
  if (!may(dependencies.keys.actor, right)) return notAllowed(shell, right);
  if (!isFromOurForm(dependencies.keys, request)) return staleForm(shell);
  const [section, id = '', what = '', which = ''] = request.segments;
  switch (section) {
    case 'releases':
      if (what === 'send') return sendOneMore(shell, dependencies, request, id);
      if (what === 'recipients') return settle(shell, dependencies, request, id, which);
      return decide(shell, dependencies, request, id, what);
    case 'contacts':
      return actOnContact(shell, dependencies, request, id, what);
    case 'resume-sending':
      await dependencies.resumeSending(dependencies.keys.actor.name);
      return seeOther('/');
    case 'end-pause':
      await dependencies.endPause(dependencies.keys.actor.name);
      return seeOther('/');
    default:
      return missing(shell);
  }
}

async function show(
  shell: Shell,
  dependencies: ConsoleDependencies,
  request: PageRequest,
): Promise<PageResponse> {
  const [section = '', id = '', ...rest] = request.segments;
  const { newsroom, keys } = dependencies;
  switch (section) {
    case '': {
      const [releases, pace] = await Promise.all([viewReleases(dependencies), dependencies.readPace()]);
      return releasesPage(shell, {
        releases,
        zone: newsroom.zone,
        alerts: sendingAlerts(pace, keys, newsroom.zone),
      });
    }
    case 'releases':
      return releasePages(shell, dependencies, request, id, rest);
    case 'contacts':
      return id === '' ? lookUp(shell, dependencies, request) : showContact(shell, dependencies, request, id);
    case 'lists':
      return id === '' ? showLists(shell, dependencies) : showList(shell, dependencies, request, id);
    case 'segments':
      return segmentsPage(shell, await dependencies.readSegments());
    case 'trail':
      return showTrail(shell, dependencies, request);
    case 'alarms':
      return id === ''
        ? alarmsPage(shell, dependencies.articles, newsroom.zone)
        : articlePage(shell, dependencies.articles, id, newsroom.zone);
    default:
      return missing(shell);
  }
}

async function showTrail(
  shell: Shell,
  { readTrailOf, readTrailOfMonth, newsroom, now }: ConsoleDependencies,
  { query }: PageRequest,
): Promise<PageResponse> {
  const page = { before: query.get('before'), size: trailSize };
  const subject = query.get('subject');
  if (subject !== null)
    return subjectTrailPage(shell, subject, await readTrailOf(subject, page), newsroom.zone);
  const asked = query.get('month') ?? '';
  const month = /^\d{4}-(0[1-9]|1[0-2])$/.test(asked) ? asked : now().toISOString().slice(0, 7);
  return trailPage(shell, month, await readTrailOfMonth(month, page), newsroom.zone);
}

function asset({ brand }: Newsroom, name: string): PageResponse {
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
      return { status: 404, headers: {}, body: '' };
  }
}
