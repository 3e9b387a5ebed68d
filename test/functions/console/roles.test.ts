import { describe, expect, it } from 'vitest';
import { type Role, roleSchema } from '../../../functions/_shared/domain/actor.ts';
import { consolePages } from '../../../functions/console/console-pages.ts';
import { formTo } from '../../../functions/console/form.ts';
import {
  audience,
  consoleOf,
  contactId,
  embargoed,
  get,
  lan,
  post,
  releaseNamed,
  signedInAs,
} from './newsroom-of.ts';

/** Who may send what: the table of docs/sign-in.md, once more, so that a change of the code is noticed. */
const posts: [address: string, fields: Record<string, string>, roles: Role[]][] = [
  ['/releases/forum/approve', { version: '1', audience: audience.hash }, ['approver']],
  ['/releases/forum/cancel', {}, ['approver']],
  ['/releases/visit/send', { to: 'linh@daily.example' }, ['approver']],
  ['/releases/visit/lift', { reason: 'on a website' }, ['approver']],
  ['/releases/visit/stop', { reason: 'wrong figure' }, ['approver']],
  ['/releases/visit/kill', { reason: 'wrong figure' }, ['approver']],
  ['/releases/visit/recipients/visit_v1_embargoed', { as: 'sent' }, ['operator']],
  [`/contacts/${contactId}/suppress`, { reason: 'left' }, ['admin']],
  [`/contacts/${contactId}/accredit`, { reason: 'card seen' }, ['admin']],
  [`/contacts/${contactId}/revoke`, { reason: 'left' }, ['admin']],
  ['/resume-sending', {}, ['operator']],
  ['/end-pause', {}, ['operator']],
];

const personWith = (...roles: Role[]) => ({ ...lan, roles });
/** With the token of a form that this person never saw: the refusal must not depend on the missing form. */
function fieldsFor(actor: typeof lan, address: string, fields: Record<string, string>) {
  const asAnybody = { ...consoleOf([]).keys, actor: { ...actor, roles: [...roleSchema.options] } };
  const token = /name="token" value="([^"]+)"/.exec(formTo(asAnybody, address, '').markup)?.[1] ?? '';
  return { ...fields, token };
}

describe.each(posts)('a post to %s', (address, fields, allowed) => {
  it.each(roleSchema.options)(
    `is refused with 403 for %s unless it is ${allowed.join(', ')}`,
    async (role) => {
      const actor = personWith(role);
      const newsroom = consoleOf([releaseNamed('forum'), embargoed('visit')], { signIn: signedInAs(actor) });
      const { status } = await consolePages(newsroom)(post(address, fieldsFor(actor, address, fields)));
      expect(status === 403).toBe(!allowed.includes(role));
    },
  );
});

describe('who may not', () => {
  it('sees who may in place of the form', async () => {
    const newsroom = consoleOf([releaseNamed('forum')], { signIn: signedInAs(personWith('viewer')) });
    const body = String((await consolePages(newsroom)(get('/releases/forum'))).body);
    expect(body).toContain('It takes an approver.');
    expect(body).not.toContain('<form method="post" action="/releases');
  });

  it('has any role at all reads every page; with none, nothing', async () => {
    for (const role of roleSchema.options) {
      const newsroom = consoleOf([releaseNamed('forum')], { signIn: signedInAs(personWith(role)) });
      expect((await consolePages(newsroom)(get('/releases/forum'))).status).toBe(200);
    }
    const newsroom = consoleOf([releaseNamed('forum')], { signIn: signedInAs(personWith()) });
    const { status, body } = await consolePages(newsroom)(get('/releases/forum'));
    expect(status).toBe(403);
    expect(String(body)).not.toContain('Viet Nam hosts');
  });
});
