/** What the domain must know of a language beyond its code. */
export interface LanguageFacts {
  /** BCP 47 tag that formats dates as newsrooms write them: day before month, Western digits, Gregorian years. */
  readonly locale: string;
  /** Between a date and a time, where it is not `, `. */
  readonly comma?: string;
  /** The vocabulary's beats as the language calls them: on pages, and as lists from elsewhere write them. */
  readonly beats: Readonly<Record<string, string>>;
}
