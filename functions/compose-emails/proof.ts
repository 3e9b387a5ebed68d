import { catalogues } from '../../templates/catalogues/catalogues.ts';
import { exclusionReasonSchema } from '../_shared/domain/audience.ts';
import { type Slot, slotToken } from '../_shared/domain/email.ts';
import { spanInWords } from '../_shared/domain/local-span.ts';
import { describeInstant, describeInUtc, localeOf } from '../_shared/domain/moment.ts';
import type { NoticeOf } from '../_shared/domain/notice.ts';
import { lookOf } from './appearance.ts';
import type { EditionInput } from './edition-input.ts';
import { editionPreheader, wordsScope } from './edition-scope.ts';
import type { Context, Fact } from './letter.ts';
import { describeLanguage, fillMessage, fillPlural, isolatedIn } from './message.ts';
import { cleanHtml } from './plain-text.ts';
import { remarksOf } from './remarks.ts';
import { senderOf } from './render-edition.ts';
import { subjectOf } from './subject.ts';
import type { Scope } from './template.ts';

type Proof = NoticeOf<'proof'>;

function numbered(name: string, count: number, { words, language }: Context): string {
  return `${name}${words.colon}${new Intl.NumberFormat(localeOf(language)).format(count)}`;
}

function audienceFact({ audience, audienceOrigin }: Proof, context: Context): Fact {
  const { words, language } = context;
  const recipients = fillPlural(words.plural.recipients, audience.recipients, language);
  const accredited = fillPlural(words.plural.accredited, audience.accredited, language);
  const values = [`${recipients}, ${accredited}`];
  return {
    name: words.proof.audience,
    values: audienceOrigin === 'proposed' ? [...values, words.proof.proposed] : values,
  };
}

function planFact({ plan, sendAtLocal }: Proof, context: Context): Fact {
  const { words, language, newsroom } = context;
  const { zone } = newsroom;
  const fill = (message: string, values: Record<string, string>) => fillMessage(message, values, language);
  const telling = { words: words.proof, language, zone, waiting: sendAtLocal, fill };
  const describe = ({ dueAt, span }: Proof['plan'][number]): string => {
    if (span) return spanInWords(span, telling);
    return dueAt === null
      ? words.proof.onApproval
      : `${describeInstant(dueAt, newsroom.zone, language)} / ${describeInUtc(dueAt, newsroom.zone, language)}`;
  };
  return {
    name: words.proof.plan,
    values: plan.map((one) =>
      [
        words.edition[one.edition],
        fillPlural(words.plural.recipients, one.recipients, language),
        describe(one),
      ].join(' · '),
    ),
  };
}

function leftOutFact({ audience }: Proof, context: Context): Fact {
  const { words } = context;
  const values = exclusionReasonSchema.options.flatMap((reason) => {
    const count = audience.exclusions[reason];
    return count ? [numbered(words.reason[reason], count, context)] : [];
  });
  return { name: words.proof.leftOut, values: values.length === 0 ? [words.proof.nobodyLeftOut] : values };
}

function countFact(
  name: string,
  counts: Record<string, number>,
  label: (key: string) => string,
  context: Context,
): Fact[] {
  const values = Object.entries(counts).map(([key, count]) => numbered(label(key), count, context));
  return values.length === 0 ? [] : [{ name, values }];
}

/** The part of a proof above the edition, in the desk's language. */
export function proofScope(notice: Proof, shown: EditionInput, context: Context): Scope {
  const { newsroom, words, language } = context;
  const { name, address, replyTo } = senderOf(shown, newsroom);
  const ownWords = catalogues[shown.text.language];
  const nameOf = (key: string): string => describeLanguage(key, language);
  const version = fillMessage(words.proof.version, { version: String(notice.version) }, language);
  const facts: Fact[] = [
    { name: words.proof.release, values: [notice.title, `${notice.releaseId} · ${version}`] },
    {
      name: words.proof.edition,
      values: [`${words.edition[shown.edition]} · ${nameOf(shown.text.language)}`],
    },
    { name: words.proof.mailSubject, values: [subjectOf(shown, ownWords, newsroom.zone)] },
    { name: words.proof.preheader, values: [editionPreheader(shown, ownWords, newsroom)] },
    { name: words.proof.from, values: [`${name} <${address}>`] },
    { name: words.proof.replyTo, values: [replyTo] },
    audienceFact(notice, context),
    planFact(notice, context),
    leftOutFact(notice, context),
    ...countFact(words.proof.byLanguage, notice.audience.byLanguage, nameOf, context),
    ...countFact(words.proof.byList, notice.audience.byList, (list) => list, context),
  ];
  return {
    words: wordsScope(words),
    look: lookOf(newsroom, language),
    facts: facts.map(({ name, values }) => ({
      name,
      values: values.map((value) => isolatedIn(language, value)),
    })),
    others:
      notice.others.length === 0
        ? null
        : {
            heading: words.proof.others,
            list: notice.others.map(({ edition, language: other, holds, url }) => ({
              url,
              label: isolatedIn(
                language,
                [
                  words.edition[edition],
                  nameOf(other),
                  ...(holds === null
                    ? []
                    : [fillMessage(words.proof.version, { version: String(holds) }, language)]),
                ].join(' · '),
              ),
            })),
          },
    remarks: remarksOf(notice.problems, notice.assumptions, words, language),
    approveUrl: notice.approveUrl,
  };
}

/**
 * A proof has no recipient, so each slot names the kind of value; links to unsubscribe lead to the newsroom's website.
 */
export function fillSlots(
  rendered: { html: string; text: string },
  nonce: string,
  { words }: Context,
  links: { web: string; home: string },
): { html: string; text: string } {
  const values: [Slot, string][] = [
    ['unsubscribe-url', links.home],
    ['preferences-url', links.home],
    ['web-url', links.web],
    ['embargo-local', words.proof.eachOnesTime],
    ['list-name', words.proof.eachOnesList],
  ];
  const fill = (text: string, written: (value: string) => string): string =>
    values.reduce(
      (filled, [slot, value]) => filled.replaceAll(slotToken(slot, nonce), () => written(value)),
      text,
    );
  return { html: fill(rendered.html, cleanHtml), text: fill(rendered.text, (value) => value) };
}
