import type { ContactTable } from '../_shared/aws/contact-table.ts';
import type { ListTable } from '../_shared/aws/list-table.ts';
import type { LinkClaims } from '../_shared/domain/link-token.ts';
import type { Newsroom } from '../_shared/domain/newsroom.ts';
import type { Instant } from '../_shared/domain/report.ts';
import { missingPage } from '../_shared/public-pages/missing-page.ts';
import { publicPage } from '../_shared/public-pages/public-layout.ts';
import { readerLanguage } from '../_shared/public-pages/reader-language.ts';
import type { Words } from '../_shared/public-pages/words/vocabulary.ts';
import { fill, words } from '../_shared/public-pages/words/words.ts';
import { html } from '../_shared/runtime/html.ts';
import type { PageRequest, PageResponse } from '../_shared/runtime/page.ts';

export interface Dependencies extends Pick<ContactTable, 'readCard'>, Pick<ListTable, 'titleOfList'> {
  newsroom: Newsroom;
  /** The claims of a genuine unsubscribe link. Null if it is not genuine. */
  verify: (token: string) => LinkClaims | null;
  unsubscribe: (contactId: string, evidence: string, at: Instant) => Promise<unknown>;
  leaveList: (contactId: string, list: string, at: Instant) => Promise<void>;
  /** A path with a preferences link for the same person. */
  preferencesPath: (contactId: string) => string;
  now: () => Date;
}

/**
 * `/u/<token>`. POST unsubscribes, whatever the form says (RFC 8058: mail programs send `List-Unsubscribe=One-Click`,
 * urlencoded or multipart, and follow no redirect). GET changes nothing, because scanners follow every link in a mail.
 * Idempotent. Only the page's own form can ask to leave one list instead.
 */
export async function unsubscribePage(
  request: PageRequest,
  dependencies: Dependencies,
): Promise<PageResponse> {
  const { newsroom, verify, readCard } = dependencies;
  const claims = verify(request.segments[1] ?? '');
  if (!claims || request.segments.length > 2) return missingPage(newsroom, request);
  const card = await readCard(claims.contact);
  const language = readerLanguage(request, card, newsroom.defaultLanguage);
  const list = card?.lists.includes(claims.scope) ? await dependencies.titleOfList(claims.scope) : null;
  const frame = { newsroom, language };
  const values = { newsroom: newsroom.name, list: list ?? '' };
  const say = words[language].unsubscribe;
  if (request.method === 'GET')
    return publicPage({
      ...frame,
      hasChoiceOfLanguage: true,
      title: say.title,
      body: question(say, values, list),
    });

  const at = dependencies.now().toISOString();
  const onlyList = list !== null && request.body.get('leave') === 'list';
  if (onlyList) await dependencies.leaveList(claims.contact, claims.scope, at);
  else {
    const how = request.body.get('List-Unsubscribe') === 'One-Click' ? 'one-click' : 'page';
    await dependencies.unsubscribe(
      claims.contact,
      `${how}; list ${claims.scope}; release ${claims.release}`,
      at,
    );
  }
  const after = onlyList
    ? html`<p><a href="${dependencies.preferencesPath(claims.contact)}">${say.choose}</a></p>`
    : html`<p><a href="/subscribe?language=${language}">${say.again}</a></p>`;
  return publicPage({
    ...frame,
    title: onlyList ? say.title : say.doneTitle,
    body: html`<h1>${onlyList ? say.title : say.doneTitle}</h1>
<p class="note good" role="status">${fill(onlyList ? say.doneList : say.done, values)}</p>
${after}`,
  });
}

function question(say: Words['unsubscribe'], values: Record<string, string>, list: string | null) {
  return html`<h1>${say.title}</h1>
<p>${fill(say.ask, values)}</p>
<form method="post">
<div class="actions">
<button name="leave" value="everything">${say.all}</button>
${list !== null && html`<button class="quiet" name="leave" value="list">${fill(say.only, values)}</button>`}
</div>
</form>`;
}
