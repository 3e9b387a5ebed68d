import { createHash } from 'node:crypto';
import { dkimTokensOf } from './dkim-tokens.ts';
import { type Form, members } from './form.ts';
import type { Identity, SesAccount } from './ses-account.ts';
import { invalid } from './ses-message.ts';
import { element } from './xml.ts';

type Call = (account: SesAccount, form: Form) => string;

/** The SES calls about identities, with the XML of their results. Like SES, an answer leaves out unknown identities. */
export const identityCalls: Readonly<Record<string, Call>> = {
  ListIdentities: (account, form) => {
    const type = form.get('IdentityType');
    const wanted = [...account.identities.keys()].filter(
      (name) => type === undefined || (type === 'EmailAddress') === name.includes('@'),
    );
    return list('Identities', wanted);
  },
  VerifyEmailIdentity: (account, form) => {
    account.addIdentity(required(form, 'EmailAddress'));
    return '';
  },
  VerifyDomainIdentity: (account, form) =>
    element('VerificationToken', tokenOf(account.addIdentity(required(form, 'Domain')))),
  VerifyDomainDkim: (account, form) =>
    list('DkimTokens', dkimTokensOf(account.addIdentity(required(form, 'Domain')).name)),
  DeleteIdentity: (account, form) => {
    account.identities.delete(required(form, 'Identity'));
    return '';
  },
  SetIdentityMailFromDomain: (account, form) => {
    const identity = account.identities.get(required(form, 'Identity'));
    if (!identity) throw invalid(`Identity <${form.get('Identity')}> does not exist.`);
    identity.mailFromDomain = form.get('MailFromDomain') || undefined;
    identity.mailFrom = 'Pending';
    identity.onMxFailure =
      form.get('BehaviorOnMXFailure') === 'RejectMessage' ? 'RejectMessage' : 'UseDefaultValue';
    return '';
  },
  GetIdentityVerificationAttributes: (account, form) =>
    entries(
      account,
      form,
      'VerificationAttributes',
      (identity) =>
        element('VerificationStatus', identity.verification) +
        element('VerificationToken', isDomain(identity) ? tokenOf(identity) : undefined),
    ),
  GetIdentityDkimAttributes: (account, form) =>
    entries(
      account,
      form,
      'DkimAttributes',
      (identity) =>
        element('DkimEnabled', 'true') +
        element('DkimVerificationStatus', identity.dkim) +
        (isDomain(identity) ? list('DkimTokens', dkimTokensOf(identity.name)) : ''),
    ),
  GetIdentityMailFromDomainAttributes: (account, form) =>
    entries(account, form, 'MailFromDomainAttributes', (identity) =>
      identity.mailFromDomain === undefined
        ? element('BehaviorOnMXFailure', identity.onMxFailure)
        : element('MailFromDomain', identity.mailFromDomain) +
          element('MailFromDomainStatus', identity.mailFrom) +
          element('BehaviorOnMXFailure', identity.onMxFailure),
    ),
};

function required(form: Form, name: string): string {
  const value = form.get(name);
  if (!value) throw invalid(`Missing required parameter '${name}'.`);
  return value;
}

function isDomain({ name }: Identity): boolean {
  return !name.includes('@');
}

function entries(
  account: SesAccount,
  form: Form,
  root: string,
  describe: (identity: Identity) => string,
): string {
  const found = members(form, 'Identities').flatMap((name) => account.identities.get(name) ?? []);
  const inner = found.map(
    (identity) => `<entry>${element('key', identity.name)}<value>${describe(identity)}</value></entry>`,
  );
  return `<${root}>${inner.join('')}</${root}>`;
}

function list(name: string, values: readonly string[]): string {
  return `<${name}>${values.map((value) => element('member', value)).join('')}</${name}>`;
}

/** A domain has the same token at every start, as it has within an SES account. */
function tokenOf({ name }: Identity): string {
  return createHash('sha256').update(name).digest('base64');
}
