import type { AddressFacts } from './address-facts.ts';
import { type Finding, fault, when } from './finding.ts';
import type { Setup } from './setup.ts';

const day = 86_400_000;
const soonDays = 21;
const journalists =
  'Journalists: they can neither unsubscribe nor sign up nor read a release on the web; their providers mark the mails as spam.';

/** `record`: the DNS record of a custom domain, from the outputs of the stack. */
export function addressFindings(
  { region, infrastructure, revertDrift }: Setup,
  { url, status, because, certificateUntil }: AddressFacts,
  record: string | null,
  now: number,
): Finding[] {
  const days = certificateUntil === null ? null : Math.floor((certificateUntil - now) / day);
  return [
    ...when(status === null || status >= 500, () =>
      fault(
        'public-address',
        `The public address ${url} ${status === null ? `does not answer (${because})` : `answers with ${status}`}.`,
        journalists,
        ...(record ? [record] : []),
        status === null
          ? `Publish the record above, or: ${revertDrift}`
          : 'Look at the log of the function subscriptions.',
      ),
    ),
    ...when(days !== null && days < soonDays, () =>
      fault(
        'certificate',
        `The certificate of ${url} ${days !== null && days < 0 ? 'has expired' : `expires in ${days} days`}.`,
        journalists,
        ...(infrastructure.domain
          ? [
              `aws acm describe-certificate --region ${region} --certificate-arn ${infrastructure.domain.certificateArn}`,
              'ACM renews it as long as its DNS record for validation stands: publish that record again (DomainValidationOptions).',
            ]
          : ['It is a certificate of AWS: run doctor again in an hour.']),
      ),
    ),
  ];
}

export function secondWayFindings({ revertDrift }: Setup, isOpen: boolean): Finding[] {
  return when(isOpen, () =>
    fault(
      'second-way-in',
      'The pages are also served at the address that API Gateway gave, beside the custom domain.',
      'The newsroom: what guards the domain is bypassed there.',
      revertDrift,
    ),
  );
}
