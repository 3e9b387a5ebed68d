/** All words of the public pages in one language. `{newsroom}`, `{list}`, `{date}` and `{version}` stand for values. */
export interface Words {
  readonly unsubscribe: {
    readonly title: string;
    readonly ask: string;
    readonly all: string;
    readonly only: string;
    readonly choose: string;
    readonly doneTitle: string;
    readonly done: string;
    readonly doneList: string;
    readonly again: string;
  };
  readonly preferences: {
    readonly title: string;
    readonly intro: string;
    readonly beats: string;
    readonly beatsHint: string;
    readonly languages: string;
    readonly languagesHint: string;
    readonly choices: readonly [string, string, string];
    readonly none: string;
    readonly lists: string;
    readonly pause: string;
    readonly pauseHint: string;
    readonly save: string;
    readonly saved: string;
    readonly leave: string;
    readonly suppressed: string;
    readonly gone: string;
  };
  readonly confirm: {
    readonly title: string;
    readonly ask: string;
    readonly button: string;
    readonly doneTitle: string;
    readonly done: string;
    readonly expiredTitle: string;
    readonly expired: string;
  };
  readonly terms: {
    readonly title: string;
    readonly intro: string;
    readonly points: readonly [string, string, string, string];
    readonly version: string;
    readonly accept: string;
    readonly doneTitle: string;
    readonly done: string;
    readonly closedTitle: string;
    readonly closed: string;
  };
  readonly subscribe: {
    readonly title: string;
    readonly intro: string;
    readonly email: string;
    readonly name: string;
    readonly outlet: string;
    readonly role: string;
    readonly optional: string;
    readonly language: string;
    readonly consent: string;
    readonly button: string;
    readonly sentTitle: string;
    readonly sent: string;
    readonly busyTitle: string;
    readonly busy: string;
    readonly invalid: string;
    readonly badEmail: string;
    readonly noConsent: string;
    readonly notSure: string;
    /** Stands at the field that only robots see. */
    readonly trap: string;
  };
  readonly missing: { readonly title: string; readonly text: string };
  /** What the page behind an approval link says, in the desk's language. */
  readonly approval: {
    readonly question: string;
    /** Over the links to the editions. */
    readonly mails: string;
    readonly explain: string;
    readonly done: string;
    readonly second: string;
    /** `{count}`: people. */
    readonly joined: string;
    /** `{by}`: addresses, `{when}`: date and time. */
    readonly approvedBy: string;
    /** `{count}`: people. */
    readonly checking: string;
    readonly sending: string;
    readonly sent: string;
    readonly stopped: string;
    readonly overdue: string;
    /** The lists are too long to count who joined. */
    readonly notCounted: string;
    readonly tooLate: string;
  };
}
