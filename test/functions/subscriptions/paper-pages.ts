import { randomBytes } from 'node:crypto';
import type { AuditLine } from '../../../functions/_shared/domain/audit.ts';
import { type Card, goodStanding, type Standing } from '../../../functions/_shared/domain/contact.ts';
import { contactIdOf } from '../../../functions/_shared/domain/contact-id.ts';
import {
  type LinkClaims,
  type LinkPurpose,
  signLink,
  verifyLink,
} from '../../../functions/_shared/domain/link-token.ts';
import type { Notice } from '../../../functions/_shared/domain/notice.ts';
import type { SignUp } from '../../../functions/_shared/domain/sign-up.ts';
import { signUpLimits } from '../../../functions/_shared/domain/sign-up-limit.ts';
import { missingPage } from '../../../functions/_shared/public-pages/missing-page.ts';
import { routeRequest } from '../../../functions/_shared/public-pages/route-request.ts';
import type { Page, PageRequest } from '../../../functions/_shared/runtime/page.ts';
import { confirmPage } from '../../../functions/subscriptions/confirm-page.ts';
import { preferencesPage } from '../../../functions/subscriptions/preferences-page.ts';
import { saveWishes } from '../../../functions/subscriptions/save-wishes.ts';
import { signUp } from '../../../functions/subscriptions/sign-up.ts';
import { subscribePage } from '../../../functions/subscriptions/subscribe-page.ts';
import { termsPage } from '../../../functions/subscriptions/terms-page.ts';
import { unsubscribePage } from '../../../functions/subscriptions/unsubscribe-page.ts';
import { contactKey } from '../../people.ts';
import { form, newsroom } from './page-request.ts';

const linkKey = new Uint8Array(32).fill(9);

/** The public pages with people in memory. */
export class PaperPages {
  readonly cards = new Map<string, Card>();
  readonly standings = new Map<string, Standing>();
  readonly signUps = new Map<string, SignUp>();
  readonly counts = new Map<string, number>();
  readonly notices: { to: string; notice: Notice }[] = [];
  readonly measured: unknown[] = [];
  readonly audit: AuditLine[] = [];
  readonly lists = new Set<string>();
  now = new Date('2026-01-05T08:00:00.000Z');
  stoppedUntil: Date | null = null;

  link(purpose: LinkPurpose, claims: Partial<LinkClaims>): string {
    return signLink(purpose, { contact: '', scope: '', release: '', ...claims }, linkKey);
  }

  /** The sign-up form with these fields, filled in by a person who opened it half a minute ago. */
  signUpForm(path: string, fields: [string, string][], sourceIp?: string): Promise<PageRequest> {
    const openedAt = new Date(this.now.getTime() - 30_000).toISOString();
    return form(path, [...fields, ['form', this.link('form', { scope: openedAt })]], sourceIp);
  }

  standingOf(contactId: string): Standing {
    return this.standings.get(contactId) ?? goodStanding(contactId);
  }

  change(contactId: string, change: Partial<Standing>): void {
    this.standings.set(contactId, { ...this.standingOf(contactId), ...change });
  }

  readonly page: Page = (request) => {
    const verify = (purpose: LinkPurpose) => (token: string) => verifyLink(purpose, token, [linkKey]);
    const people = {
      newsroom,
      now: () => this.now,
      titleOfList: async (list: string) => (list === 'general-press' ? 'General press' : list),
      readCard: async (contactId: string) => this.cards.get(contactId) ?? null,
      readStanding: async (contactId: string) => this.standingOf(contactId),
      editCard: async (before: Card | null, after: Card) => {
        if (this.cards.get(after.contactId)?.revision !== before?.revision) return false;
        this.cards.set(after.contactId, after);
        return true;
      },
      setWishes: async (contactId: string, wishes: Pick<Standing, 'pausedUntil' | 'leftLists'>) =>
        this.change(contactId, wishes),
      appendAudit: async (line: AuditLine) => void this.audit.push(line),
    };
    const routes: Record<string, Page> = {
      u: (asked) =>
        unsubscribePage(asked, {
          ...people,
          verify: verify('unsubscribe'),
          preferencesPath: (contact) => `/p/${this.link('preferences', { contact })}`,
          unsubscribe: async (contactId, evidence, at) =>
            this.change(contactId, { suppressed: { reason: 'unsubscribed', evidence, at } }),
          leaveList: async (contactId, list) =>
            this.change(contactId, { leftLists: [...this.standingOf(contactId).leftLists, list] }),
        }),
      p: (asked) =>
        preferencesPage(asked, {
          ...people,
          verify: verify('preferences'),
          unsubscribePath: (contact) => `/u/${this.link('unsubscribe', { contact })}`,
          saveWishes: (contactId, wishes, at) => saveWishes(people, contactId, wishes, at),
        }),
      c: (asked) =>
        confirmPage(asked, {
          ...people,
          verify: verify('confirm'),
          readSignUp: async (contactId) => this.signUps.get(contactId) ?? null,
          confirmSignUp: async (contactId, at) => {
            const found = this.signUps.get(contactId);
            if (found) this.signUps.set(contactId, { ...found, confirmedAt: at });
          },
          registerList: async ({ list }) => void this.lists.add(list),
          resubscribe: async (contactId) => {
            this.change(contactId, { suppressed: null });
            return true;
          },
        }),
      e: (asked) =>
        termsPage(asked, {
          ...people,
          verify: verify('terms'),
          acceptTerms: async (contactId, accreditation) => {
            if (this.standingOf(contactId).termsOffered?.version !== accreditation.termsVersion) return false;
            this.change(contactId, { accreditation });
            return true;
          },
        }),
      subscribe: (asked) =>
        subscribePage(asked, {
          ...people,
          signForm: (claims) => signLink('form', claims, linkKey),
          verifyForm: verify('form'),
          signUp: (form, sourceIp) =>
            signUp(
              {
                ...people,
                countSignUp: async ({ counter, most }) => {
                  const count = this.counts.get(counter) ?? 0;
                  if (count >= most) return false;
                  this.counts.set(counter, count + 1);
                  return true;
                },
                limits: signUpLimits(newsroom.signUps, contactKey),
                hoursBetweenConfirmations: newsroom.signUps.hoursBetweenConfirmations,
                stoppedUntil: async () => this.stoppedUntil,
                isLimitReached: async ({ counter, most }) => (this.counts.get(counter) ?? 0) >= most,
                readSignUp: async (contactId) => this.signUps.get(contactId) ?? null,
                contactIdOf: (email) => contactIdOf(email, contactKey),
                putSignUp: async (pending, notSince) => {
                  const before = this.signUps.get(pending.contactId);
                  if (before && before.requestedAt >= notSince) return false;
                  this.signUps.set(pending.contactId, pending);
                  return true;
                },
                confirmUrl: (claims) => `https://press.example.org/c/${this.link('confirm', claims)}`,
                sendNotice: async (_id, to, notice) => void this.notices.push({ to: to.email, notice }),
                newNonce: () => randomBytes(6).toString('hex'),
                measure: (values) => void this.measured.push(values),
              },
              form,
              sourceIp,
              this.now,
            ),
        }),
    };
    return routeRequest(routes, (missing) => missingPage(newsroom, missing), request);
  };
}
