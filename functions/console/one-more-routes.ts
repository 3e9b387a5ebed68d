import * as z from 'zod';
import { offerOneMore, sendToOneMore } from '../_shared/decisions/send-to-one-more.ts';
import { may } from '../_shared/domain/actor.ts';
import { readAddress } from '../_shared/domain/address.ts';
import { emailName } from '../_shared/domain/email-key.ts';
import type { PageRequest, PageResponse } from '../_shared/runtime/page.ts';
import type { ConsoleDependencies } from './console-dependencies.ts';
import { seeOther } from './form.ts';
import type { Shell } from './layout.ts';
import { confirmOneMorePage } from './one-more-page.ts';
import { missing } from './refusals.ts';
import { showRelease } from './release-routes.ts';
import { notAllowed } from './sign-in/sign-in-pages.ts';

/** What the confirmation page showed. */
const shownSchema = z.object({
  version: z.coerce.number().int().positive(),
  edition: z.enum(['embargoed', 'general']),
});

/**
 * Sends a release to one more person. The first post shows what they would get; the form on that page confirms it, and
 * nothing else than what it showed is sent.
 */
export async function sendOneMore(
  shell: Shell,
  dependencies: ConsoleDependencies,
  request: PageRequest,
  releaseId: string,
): Promise<PageResponse> {
  const refuse = async (words: string) =>
    (await showRelease(shell, dependencies, request, releaseId, words)) ?? missing(shell);
  const address = readAddress(request.body.get('to') ?? '');
  if (!('email' in address)) return refuse('That is no email address.');
  const contactId = dependencies.contactIdOf(address.email);
  const evidence = (request.body.get('evidence') ?? '').trim() || null;
  if (evidence !== null && !may(dependencies.keys.actor, 'keep-people'))
    return notAllowed(shell, 'keep-people');
  const asked = { releaseId, contactId, isToBeAccredited: evidence !== null };
  const offered = await offerOneMore(dependencies.oneMore, asked);
  if (!offered.ok) return refuse(offered.refusal.message);
  const { offer } = offered;
  const shown = shownSchema.safeParse(Object.fromEntries(request.body));
  if (!shown.success) {
    const name = emailName({ edition: offer.edition, language: offer.language, holds: null });
    const mail = await dependencies.readRenderedEmail(releaseId, offer.version, name);
    const pace = await dependencies.readPace();
    const { newsroom, keys } = dependencies;
    const content = { releaseId, offer, evidence, subject: mail?.subject ?? null, newsroom, keys, pace };
    return confirmOneMorePage(shell, content);
  }
  const wanted = { releaseId, contactId, shown: shown.data, evidence, by: dependencies.keys.actor.name };
  const outcome = await sendToOneMore(dependencies.oneMore, wanted);
  if (!outcome.ok) return refuse(outcome.refusal.message);
  return seeOther(`/releases/${encodeURIComponent(releaseId)}?done=sent-to-one-more`);
}
