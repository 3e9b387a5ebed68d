import type { Newsroom } from '../functions/_shared/domain/newsroom.ts';
import type { RoleRule } from '../functions/console/sign-in/roles-of.ts';
import { vocabulary } from './vocabulary.ts';

/**
 * The configuration of one stage: the newsroom as the functions know it, and settings that only the deployment needs.
 */
export interface Configuration {
  newsroom: Newsroom;
  infrastructure: {
    /** Region to deploy to. If undefined, the region of the credentials is used. */
    region?: string;
    /** A custom domain for the public pages. Without it they use the address of the HTTP API. */
    domain?: { name: string; certificateArn: string };
    /**
     * The sending domain in SES. An account has one identity per domain and region: `create` in one stage makes it,
     * `existing` in every other stage of that domain, and where the account had the domain before, uses it. Deleting a
     * stack never deletes it.
     */
    identity: 'create' | 'existing';
    /** Who may sign in to the console in a browser, and what they may do there (docs/sign-in.md). */
    signIn: {
      /**
       * `cognito`: a user pool of the stack's own. An issuer: any provider of OpenID Connect; with `clientSecretArn`, a
       * secret in Secrets Manager, if it gave one. `none`: only people with AWS credentials come in. `local` belongs to
       * the embedded stack.
       */
      provider:
        | 'cognito'
        | 'none'
        | 'local'
        | {
            issuer: string;
            clientId: string;
            clientSecretArn?: string;
            /** Default: `openid profile email`. */
            scope?: string;
            /** Default: `groups`. */
            groupsClaim?: string;
          };
      /** Role → names of groups at the provider, or addresses of people. */
      roles: RoleRule;
      /** A custom domain for the console. */
      domain?: { name: string; certificateArn: string };
    };
    /** Receive a mail when an alarm goes off. */
    operators: string[];
    /** Operators are told when the account's costs of the month are forecast to be more than this. */
    monthlyBudgetDollars: number;
    /**
     * How many functions of the account and region this stage may run at the same time. New accounts have 10 for
     * everything (Service Quotas, Lambda, *Concurrent executions*); Dateline can use all its queues and serve pages from 18 on.
     */
    concurrency: number;
    /**
     * Maximum number of sender Lambdas at the same time, of each of the two queues, if `concurrency` leaves as many. The sending rate depends on the account's quota, not on this.
     */
    sendersAtOnce: number;
    watchEveryMinutes: number;
    /**
     * An existing table to use instead of one of the stack's own: after a restore (docs/aws.md, "Restoring a table"). The
     * stack then changes nothing about it.
     */
    table?: string;
    /** `retain` keeps bucket and table when the stack is deleted. */
    onDelete: 'retain' | 'destroy';
  };
}

const newsroom: Newsroom = {
  stage: 'local',
  name: 'United Nations in Viet Nam',
  zone: 'Asia/Ho_Chi_Minh',
  defaultLanguage: 'en',
  sender: {
    name: 'UN Viet Nam Newsroom',
    address: 'newsroom@press.example.org',
    replyTo: 'media@press.example.org',
    domain: 'press.example.org',
  },
  // Use personal addresses: an approval by mail is recorded in the name of the address that its link was sent to.
  desk: ['thao.hoang@press.example.org'],
  approval: 'required',
  overdueLimitSeconds: 2 * 60 * 60,
  defaultList: 'general-press',
  vocabulary,
  embargoTerms: { version: '2026-01' },
  signUps: { perNetworkAndHour: 30, perHour: 60, perMailboxAndDay: 3, hoursBetweenConfirmations: 1 },
  unknown: { graceSeconds: 15 * 60, embargoed: 'hold', otherwise: 'resend' },
  brand: {
    logoUrl: null,
    logoWidth: 160,
    logoHeight: 40,
    primary: '#00558a',
    onPrimary: '#ffffff',
    address: ['Green One UN House, 304 Kim Ma, Ba Dinh, Ha Noi'],
    website: 'https://vietnam.un.org',
    social: [],
  },
  retention: { recipientDays: 365 },
};

/** Groups with the names of the roles, as the stack's own user pool has them. */
const rolesByName: RoleRule = {
  viewer: ['viewer'],
  comms: ['comms'],
  approver: ['approver'],
  admin: ['admin'],
  operator: ['operator'],
};

const local: Configuration = {
  newsroom,
  infrastructure: {
    identity: 'create',
    signIn: { provider: 'local', roles: rolesByName },
    operators: [],
    monthlyBudgetDollars: 100,
    concurrency: 22,
    sendersAtOnce: 4,
    watchEveryMinutes: 1,
    onDelete: 'destroy',
  },
};

/**
 * Stages by name. `local` belongs to the embedded stack. For your own stage, copy `production` and change its values.
 */
export const stages: Record<string, Configuration> = {
  local,
  production: {
    newsroom: {
      ...newsroom,
      stage: 'production',
      desk: ['thao.hoang@press.example.org', 'minh.tran@press.example.org'],
      approval: 'four-eyes',
    },
    infrastructure: {
      identity: 'create',
      signIn: { provider: 'cognito', roles: rolesByName },
      operators: ['operators@press.example.org'],
      monthlyBudgetDollars: 100,
      concurrency: 10,
      sendersAtOnce: 10,
      watchEveryMinutes: 5,
      onDelete: 'retain',
    },
  },
};

/** The configuration of a stage. Throws an error that lists the known stages if the name is unknown. */
export function configuration(stage: string): Configuration {
  const found = stages[stage];
  if (!found)
    throw new Error(
      `no stage "${stage}" in infra/configuration.ts; there are: ${Object.keys(stages).join(', ')}`,
    );
  return found;
}

/** Settings of one run of the local newsroom: its zone (`--zone`), whether its SES is the embedded one, its table. */
export interface LocalRun {
  zone: string | undefined;
  hasEmbeddedSes: boolean;
  /** A restored table (`--table`). */
  table?: string | undefined;
}

/**
 * The newsroom of one local run. The embedded SES commits a message and its Send event together, so a few seconds
 * without an event prove that nothing was sent. Another SES in its place gives no such guarantee.
 */
export function localNewsroom({ zone, hasEmbeddedSes }: LocalRun): Newsroom {
  return {
    ...newsroom,
    zone: zone ?? newsroom.zone,
    unknown: hasEmbeddedSes
      ? { graceSeconds: 5, embargoed: 'resend', otherwise: 'resend' }
      : newsroom.unknown,
  };
}
