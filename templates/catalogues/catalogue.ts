import type { ExclusionReason } from '../../functions/_shared/domain/audience.ts';
import type { Edition } from '../../functions/_shared/domain/release.ts';

/**
 * A sentence whose form depends on `{count}`: one form for each plural category of `Intl.PluralRules` in the language.
 */
export type Plural = { readonly other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

/**
 * All fixed texts of the mails, in one language. `{name}` is replaced by a value; a message may use the same names as
 * the English one. Templates refer to messages without values as `words.<group>.<message>`.
 */
export type Catalogue = {
  /** Between a label and its value, with the spaces of the language. */
  readonly colon: string;
  /** The line above the headline. */
  readonly label: {
    readonly release: string;
    readonly embargoed: string;
    readonly moved: string;
    readonly immediate: string;
    readonly lifted: string;
    readonly endedEarly: string;
    readonly correction: string;
    readonly kill: string;
  };
  readonly subject: {
    /**
     * Contains a word in lower-case Latin letters, because SpamAssassin treats a subject with `UTC` alone as written in
     * capitals.
     */
    readonly embargoed: string;
    readonly moved: string;
    readonly lifted: string;
    readonly endedEarly: string;
    readonly correction: string;
    readonly kill: string;
  };
  readonly embargo: {
    readonly until: string;
    readonly rule: string;
    readonly yourTime: string;
    /** First line of the text part. */
    readonly line: string;
  };
  readonly moved: {
    readonly heading: string;
    readonly text: string;
    readonly before: string;
  };
  readonly release: {
    readonly contacts: string;
    readonly about: string;
    readonly notes: string;
    readonly pictures: string;
    readonly files: string;
    readonly picture: string;
    readonly credit: string;
    readonly original: string;
    readonly web: string;
    readonly email: string;
    readonly phone: string;
  };
  readonly lift: {
    readonly lifted: string;
    readonly endedEarly: string;
    readonly at: string;
    readonly reason: string;
    readonly read: string;
  };
  readonly correction: {
    readonly heading: string;
    readonly replaces: string;
    readonly was: string;
    readonly now: string;
    readonly added: string;
    readonly removed: string;
  };
  readonly kill: {
    readonly heading: string;
    readonly ask: string;
    readonly at: string;
    readonly reason: string;
  };
  readonly footer: {
    readonly because: string;
    readonly unsubscribe: string;
    readonly preferences: string;
    /** For the desk, and for people who are not yet on a list. */
    readonly sentBy: string;
  };
  readonly edition: Readonly<Record<Edition, string>>;
  readonly reason: Readonly<Record<ExclusionReason, string>>;
  readonly proof: {
    readonly subject: string;
    readonly mark: string;
    readonly intro: string;
    readonly release: string;
    readonly version: string;
    readonly edition: string;
    readonly language: string;
    /** The headers of the mail shown in the proof, named as in an inbox. */
    readonly from: string;
    readonly replyTo: string;
    readonly mailSubject: string;
    readonly preheader: string;
    /** The other editions and languages, each as a link. */
    readonly others: string;
    readonly due: string;
    readonly onApproval: string;
    /** When an edition is due that goes out by its readers' clocks: the hour and day, then the instants that come of it. */
    readonly localTime: string;
    readonly localSpan: string;
    /** After it, while an approval still chooses the day. */
    readonly localDay: string;
    readonly audience: string;
    readonly plan: string;
    readonly byLanguage: string;
    readonly byList: string;
    readonly leftOut: string;
    readonly nobodyLeftOut: string;
    readonly proposed: string;
    readonly assumptions: string;
    readonly problems: string;
    readonly fix: string;
    readonly approve: string;
    readonly below: string;
    /** Above the one button, below the mail. */
    readonly decision: string;
    readonly eachOnesTime: string;
    readonly eachOnesList: string;
  };
  readonly report: {
    readonly acceptedSubject: string;
    readonly heldSubject: string;
    readonly rejectedSubject: string;
    readonly accepted: string;
    readonly held: string;
    readonly rejected: string;
    readonly file: string;
    readonly line: string;
    readonly field: string;
    readonly open: string;
  };
  readonly letter: {
    readonly confirmTitle: string;
    readonly confirmText: string;
    readonly confirmButton: string;
    readonly inviteTitle: string;
    readonly inviteText: string;
    readonly inviteButton: string;
    readonly termsTitle: string;
    readonly termsText: string;
    readonly termsVersion: string;
    readonly termsButton: string;
    readonly approvalTitle: string;
    readonly approvalText: string;
    readonly approvalButton: string;
    readonly approvedBy: string;
    readonly alertButton: string;
    readonly otherwise: string;
  };
  /** Texts that depend on a count. */
  readonly plural: {
    readonly recipients: Plural;
    readonly accredited: Plural;
  };
};
