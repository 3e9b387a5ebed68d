import type { LinkClaims } from '../_shared/domain/link-token.ts';
import type { Newsroom } from '../_shared/domain/newsroom.ts';
import { missingPage } from '../_shared/public-pages/missing-page.ts';
import { publicPage } from '../_shared/public-pages/public-layout.ts';
import { readerLanguage } from '../_shared/public-pages/reader-language.ts';
import { fill, words } from '../_shared/public-pages/words/words.ts';
import { html } from '../_shared/runtime/html.ts';
import type { PageRequest, PageResponse } from '../_shared/runtime/page.ts';
import { type Dependencies as ConfirmDependencies, confirmSignUp, findSignUp } from './confirm-sign-up.ts';

export interface Dependencies extends ConfirmDependencies {
  newsroom: Newsroom;
  verify: (token: string) => LinkClaims | null;
  now: () => Date;
}

/** `/c/<token>`. GET shows the button, because scanners follow links; POST subscribes. */
export async function confirmPage(request: PageRequest, dependencies: Dependencies): Promise<PageResponse> {
  const { newsroom, verify } = dependencies;
  const claims = verify(request.segments[1] ?? '');
  if (!claims) return missingPage(newsroom, request);
  const now = dependencies.now();
  const signUp = await findSignUp(dependencies, claims.contact, claims.scope, now);
  const language = signUp?.language ?? readerLanguage(request, null, newsroom.defaultLanguage);
  const say = words[language].confirm;
  const values = { newsroom: newsroom.name };
  const frame = { newsroom, language };
  if (!signUp)
    return publicPage({
      hasChoiceOfLanguage: true,
      ...frame,
      status: 410,
      title: say.expiredTitle,
      body: html`<h1>${say.expiredTitle}</h1><p>${say.expired}</p>
<p><a href="/subscribe?language=${language}">${words[language].subscribe.title}</a></p>`,
    });
  if (request.method === 'GET' && !signUp.confirmedAt)
    return publicPage({
      hasChoiceOfLanguage: true,
      ...frame,
      title: say.title,
      body: html`<h1>${say.title}</h1><p>${fill(say.ask, values)}</p>
<form method="post"><div class="actions"><button>${say.button}</button></div></form>`,
    });
  await confirmSignUp(dependencies, signUp, now);
  return publicPage({
    hasChoiceOfLanguage: true,
    ...frame,
    title: say.doneTitle,
    body: html`<h1>${say.doneTitle}</h1><p class="note good" role="status">${fill(say.done, values)}</p>`,
  });
}
