import { contactIdSchema } from '../_shared/domain/contact.ts';
import type { PageRequest, PageResponse } from '../_shared/runtime/page.ts';
import type { ConsoleDependencies } from './console-dependencies.ts';
import { contactPage, lookUpPage } from './contact-page.ts';
import { seeOther } from './form.ts';
import type { Shell } from './layout.ts';
import { missing, refused } from './refusals.ts';
import { latest } from './trail.ts';

export async function lookUp(
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

export async function showContact(
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
    dependencies.readTrailOf(`CONTACT#${contactId.data}`, latest),
  ]);
  if (!card && trail.lines.length === 0) return missing(shell);
  const { newsroom, keys } = dependencies;
  const notice = contactNotices[request.query.get('done') ?? ''] ?? null;
  return contactPage(shell, { card, standing, trail, newsroom, keys, notice });
}

export async function actOnContact(
  shell: Shell,
  dependencies: ConsoleDependencies,
  request: PageRequest,
  id: string,
  act: string,
): Promise<PageResponse> {
  const contactId = contactIdSchema.safeParse(id);
  const by = dependencies.keys.actor.name;
  const reason = (request.body.get('reason') ?? '').trim();
  const acts = {
    suppress: dependencies.suppress,
    accredit: dependencies.accredit,
    revoke: dependencies.revoke,
  };
  const chosen = new Map(Object.entries(acts)).get(act);
  if (!contactId.success || !chosen) return missing(shell);
  if (!reason) return refused(shell, 'Say why: it stands in the trail.');
  await chosen(contactId.data, { by, reason });
  return seeOther(`/contacts/${contactId.data}?done=${act}`);
}
