import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { STSClient } from '@aws-sdk/client-sts';
import { readCaller } from './caller-facts.ts';
import { openResolver, readDns } from './dns-facts.ts';
import type { Facts } from './facts.ts';
import { gatherFromStack } from './gather-from-stack.ts';
import { readConcurrency } from './lambda-facts.ts';
import { look, seenIn } from './look.ts';
import { readIdentity, readSesAccount } from './ses-facts.ts';
import type { Setup } from './setup.ts';
import { readStack } from './stack.ts';

/**
 * Looks at everything. Reads only, and no look stops the others, but for the first: it needs no right, so if it fails,
 * the credentials or the network are wrong, and this throws. `resolver`: the name server to ask; null for that of
 * this machine.
 */
export async function gatherFacts(setup: Setup, resolver: string | null, now: () => number): Promise<Facts> {
  const options = { region: setup.region, maxAttempts: 3 };
  const ses = new SESv2Client(options);
  const { domain } = setup.newsroom.sender;
  const caller = await readCaller(new STSClient(options), now);
  const [stack, account, identity, concurrency] = await Promise.all([
    look(
      `the stack ${setup.stackName}`,
      ['cloudformation:DescribeStacks', 'cloudformation:ListStackResources'],
      () => readStack(new CloudFormationClient(options), setup.stackName),
    ),
    look('the SES account', ['ses:GetAccount'], () => readSesAccount(ses)),
    look(`the SES identity ${domain}`, ['ses:GetEmailIdentity'], () => readIdentity(ses, domain)),
    look('the limits of Lambda', ['lambda:GetAccountSettings'], () =>
      readConcurrency(new LambdaClient(options)),
    ),
  ]);
  const deployed = seenIn(stack);
  const [dns, inStack] = await Promise.all([
    lookAtDns(setup, resolver, seenIn(identity)),
    deployed && gatherFromStack(setup, deployed, options, now),
  ]);
  return { caller, stack, account, identity, concurrency, dns, inStack };
}

/** The embedded SES asks no DNS. There doctor looks only if a name server is given. */
function lookAtDns(
  { newsroom, isLocal }: Setup,
  resolver: string | null,
  identity: Awaited<ReturnType<typeof readIdentity>>,
): Promise<Facts['dns']> {
  if (isLocal && resolver === null) return Promise.resolve({ kind: 'not-here' });
  const { domain, address, replyTo } = newsroom.sender;
  return look('the DNS', [], () =>
    readDns(openResolver(resolver), { domain, senderAddress: address, replyTo, identity }),
  );
}
