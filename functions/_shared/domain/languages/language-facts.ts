/** What the domain needs to know about a language besides its code. */
export interface LanguageFacts {
  /** The BCP 47 tag that formats dates as newsrooms write them: day before month, Western digits, Gregorian years. */
  readonly locale: string;
  /** The separator between a date and a time, if it is not `, `. */
  readonly comma?: string;
  /** The direction of the script if it is not from left to right. */
  readonly direction?: 'rtl';
  /** The names of the vocabulary's beats in this language, as pages show them and as imported lists write them. */
  readonly beats: Readonly<Record<string, string>>;
}
