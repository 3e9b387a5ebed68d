import { catalogues } from '../../templates/catalogues/catalogues.ts';
import type { ApprovalLink } from '../_shared/domain/approval-link.ts';
import { describeWithUtc, localeOf } from '../_shared/domain/moment.ts';
import type { Newsroom } from '../_shared/domain/newsroom.ts';
import { type Candidate, isBeingChecked, type Live, type Release } from '../_shared/domain/release-life.ts';
import type { Instant } from '../_shared/domain/report.ts';
import type { PageRequest, PageResponse } from '../_shared/runtime/page.ts';
import { answer, facts, say } from './answer.ts';

export interface Dependencies {
  newsroom: Newsroom;
  /** Why nothing is sent now, in English. Null if everything is sent. */
  whyStopped: () => Promise<string | null>;
  now: () => Date;
}

/** A link that has done its work says what happens with what it approved. */
export async function spentPage(
  request: PageRequest,
  dependencies: Dependencies,
  release: Release,
  link: ApprovalLink,
): Promise<PageResponse> {
  const words = say(dependencies.newsroom);
  const { candidate, live, killed } = release;
  const isMeant = (one: Candidate | Live | null) =>
    one?.version === link.version && (one.audience?.hash.startsWith(link.audienceHash) ?? false);
  if (!killed && candidate?.state === 'awaiting-approval' && isMeant(candidate))
    return answer(dependencies.newsroom, 409, 'good', words.second);
  if (killed || !isMeant(live)) return answer(dependencies.newsroom, 409, 'bad', words.tooLate);
  return { ...(await progressPage(request, dependencies, release, null)), status: 409 };
}

/** While the recipients are being chosen, the page is loaded again after so many seconds. */
const refreshSeconds = 3;

/** Who approved, and what happens now. `done`: what the person has just done; null if they come back later. */
export async function progressPage(
  request: PageRequest,
  { newsroom, now, whyStopped }: Dependencies,
  { live, candidate }: Release,
  done: string | null,
): Promise<PageResponse> {
  const words = say(newsroom);
  if (!live) return answer(newsroom, 409, 'bad', words.tooLate);
  const at = now().toISOString();
  const by = live.approvals.map((each) => each.by).join(', ');
  const when = describeWithUtc(live.approvals.at(-1)?.at ?? at, newsroom.zone, newsroom.defaultLanguage);
  const approved = words.approvedBy.replace('{by}', by).replace('{when}', when);
  const page = answer(
    newsroom,
    200,
    'good',
    [done, approved].filter((each) => each !== null).join(' '),
    await whyStopped(),
    facts(catalogues[newsroom.defaultLanguage].proof.plan, standings(newsroom, live, at)),
  );
  const isFollowed = candidate === null && live.editions.some((edition) => isBeingChecked(edition, at));
  if (!isFollowed) return page;
  return { ...page, headers: { ...page.headers, refresh: `${refreshSeconds};url=${request.path}` } };
}

/** How far each edition is. */
function standings(newsroom: Newsroom, { editions, audience }: Live, at: Instant): string[] {
  const language = newsroom.defaultLanguage;
  const words = say(newsroom);
  const checking = words.checking.replace('{count}', audience.recipients.toLocaleString(localeOf(language)));
  return editions.map((each) => {
    const { edition, dueAt, state } = each;
    const name = catalogues[language].edition[edition];
    if (isBeingChecked(each, at)) return `${name}: ${checking}`;
    const isWaiting = (state === 'planned' || state === 'armed') && Date.parse(dueAt) > Date.parse(at);
    if (isWaiting || state === 'planned')
      return `${name}: ${describeWithUtc(dueAt, newsroom.zone, language)}`;
    return `${name}: ${state === 'armed' ? words.sending : words[state]}`;
  });
}
