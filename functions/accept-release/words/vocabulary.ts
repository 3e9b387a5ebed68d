import type { Phrases, Words } from './phrases.ts';

/**
 * All the words by which a release in one language is understood. Each list is in the notation of `phrases.ts`; words of
 * other languages need not be repeated, for the lists of all languages are read together: a German text may say
 * “Press release”.
 */
export interface Vocabulary {
  language: LanguageSigns;
  lines: LineWords;
  dateline: DatelineWords;
  contacts: ContactWords;
  headline: HeadlineWords;
  dates: DateWords;
  times: TimeWords;
  embargo: EmbargoWords;
}

/** By what the language of a text is known. */
export interface LanguageSigns {
  script: 'Latin' | 'Cyrillic' | 'Arabic' | 'Han';
  /** As franc names it. */
  iso: string;
  /** Small words that no text in it does without: they tell the languages in Latin letters apart. */
  common?: Words;
  /** Letters of its own, and the share of all letters from which on they decide. */
  own?: { letters: string; share: number };
  /** Letters of other languages in the same script, and the share from which on the text is in one of those. */
  foreign?: { letters: string; share: number };
}

/** Lines that are no text of the release. */
export interface LineWords {
  /** “PRESS RELEASE”, alone on a line or before the headline. */
  labels: Phrases;
  /** “No.” of a numbered label: `Press release No. 12/2025`. */
  numbers: Phrases;
  /** “For immediate release”. */
  immediate: Phrases;
  /** Before a moment in such an instruction: `Embargoed until 9:00 GMT: Headline`. */
  until: Phrases;
  /** Instructions to editors that may stand before the headline on its own line, with a colon. */
  instructions: Phrases;
  /** “ENDS”: nothing below is the release. */
  ends: Phrases;
  /** “-more-”: the text goes on overleaf. */
  more: Phrases;
  /** “Page 2 of 3”. */
  pages: Phrases;
  /** What web pages have around their text: “Share this page”. */
  webPage: Phrases;
  /** Small words beside a date on a line of its own: “Published on”. */
  besideDates: Phrases;
  /** Small words that end no line of a whole sentence: the next line goes on. */
  neverLast?: Words;
  /** Headings of contacts. */
  contacts: Phrases;
  /** Headings of notes to editors. */
  notes: Phrases;
  /** Headings of what the issuer says of itself: “About …”. */
  about: Phrases;
  /** Headings that begin like those and are none. */
  notAbout?: Phrases;
}

/** How place and date are written at the head of the text. */
export interface DatelineWords {
  /** Between the place and the date: “Paris, le 12 juin”. Weekdays stand there too. */
  before?: Phrases;
  /** Belongs to the date that stands before it: “2025 г.”. */
  after?: Phrases;
  /** No place begins with one of these, be it in capitals before a dash. */
  notPlaces: Phrases;
  /** Small words inside the names of places: “Stratford upon Avon”. */
  inPlaces?: Phrases;
  /** Short for “city”, before its name. */
  city?: Phrases;
  /** In Chinese, who reports, before the place, and “by wire”, after the date. */
  reporter?: Phrases;
  dispatch?: Phrases;
}

/** How contacts are written. */
export interface ContactWords {
  /** A line that begins so, with a colon or a dash after it, opens the contacts: “Media contact: Jane Doe”. */
  openings: Phrases;
  /** A sentence that begins so offers a contact: “For more information, please call”. */
  sentences: Phrases;
  /** Taken off before a name, with the colon or dash after them. */
  labels: Phrases;
  /** Taken off before a name: what such a sentence begins with, and the verb it leads to. */
  sentenceBegins: Phrases;
  verbs: Phrases;
  /** Before a colon: “E-mail:”, “Tel:”, “Name:”. */
  fields: Phrases;
  /** The same without a colon. */
  bareFields?: Phrases;
  /** In brackets beside a telephone number: “(office)”. */
  telephones: Phrases;
  /** “Ext.” inside a telephone number. */
  extension: Phrases;
  /** Said for @ and for the dot in an address that is spelled out. */
  at: Phrases;
  dot: Phrases;
  /** “Mr”, “Dr”. */
  titles: Phrases;
  /** Words of offices and organisations, that stand in nobody’s name. */
  offices: Phrases;
  /** Words that name nobody when they stand alone. */
  nobody: Phrases;
  /** Small words that join a name to what stands before or after it: “or Jane Doe at”. */
  joinsBefore: Phrases;
  joinsAfter: Phrases;
  /** A page header or footer with one of these holds the press office’s address. */
  margins: Phrases;
}

/** What stands above the text and is or is not the headline. */
export interface HeadlineWords {
  /** “Table of contents”. */
  contents: Phrases;
  /** “What:”, “When:”: an invitation’s facts, before a colon. */
  facts: Phrases;
  /** “Draft”, at the start of a line. */
  drafts: Phrases;
  /** “Not for publication”, anywhere in a line. */
  asides?: Phrases;
  /** “Dear”, “To:”. */
  letters: Phrases;
  /** “Street”, “P.O. box”, between spaces or commas. */
  addresses: Phrases;
  /** A line that begins so is an address: “12, rue de Rivoli”. */
  streets?: Phrases;
  /** A short line that ends so says who speaks in what form: “City of X press release”. */
  forms: Phrases;
  /** The same when every other word of it has a capital: “UN Women Statement”. */
  statements?: Phrases;
  /** A short line that begins so is an institution’s name. */
  institutions: Phrases;
  /** The same for names that end with the word, as in Chinese. */
  institutionEnds?: Phrases;
}

/** How a day is written. Names in the forms and abbreviations that stand in dates. */
export interface DateWords {
  /** Monday first. */
  weekdays: Seven;
  /** January first. None where months are numbered. */
  months?: Twelve;
  /** After a day: 1st. */
  ordinals?: Phrases;
  /** Between weekday and day: “Thursday, the 12th”. */
  before?: Phrases;
  /** Between day and month: “12 de junio”. */
  ofMonth?: Phrases;
  /** Between month and year: “junio de 2025”. */
  ofYear?: Phrases;
  /** Months by number, as in Vietnamese: “ngày 12 tháng 6 năm 2025”. */
  numbered?: { day: Phrases; month: Phrases; year: Phrases; months: Twelve };
}
type Seven = readonly [Phrases, Phrases, Phrases, Phrases, Phrases, Phrases, Phrases];
type Twelve = readonly [...Seven, Phrases, Phrases, Phrases, Phrases, Phrases];

/** How a time of day is written. Parts of the day stand behind the hour, in Chinese before it. */
export interface TimeWords {
  /** “a.m.”, “in the morning”. */
  am: Phrases;
  pm: Phrases;
  /** Of those, the ones that mean midnight with 12, and the small hours with 1 to 4. */
  night?: Phrases;
  /** Of those, the ones that mean the small hours with any number. */
  smallHours?: Phrases;
  /** Of those, the ones that mean the morning with 11. */
  midday?: Phrases;
  /** Between the hour and the part of the day: “9 in the morning”. */
  inThe?: Phrases;
  /** After an hour of the day: “14 Uhr”. No word for how long something takes. */
  hours: Phrases;
  /** The same only when a part of the day follows: “9 o’clock in the morning”. */
  oClock?: Phrases;
  minutes: Phrases;
  /** Half past the hour that stands before it. */
  half?: Phrases;
  noon: Phrases;
  midnight: Phrases;
  /** Before a place whose clock is meant: “hora de Madrid”. */
  timeIn?: Phrases;
  /** Hours written out, with the part of the day behind them, as in Arabic. One o’clock first. */
  spelled?: {
    clock: string;
    hours: Twelve;
    half: string;
    in: string;
    am: Phrases;
    pm: Phrases;
    night: Phrases;
  };
}

/** What keeps a release from being published, and what only looks so. A phrase too many holds a release; one too few leaks it. */
export interface EmbargoWords {
  /** The word itself, in any form. */
  word: Phrases;
  /** What contains the word and is none: Spanish “sin embargo” (however). Blanked before anything else is looked for. */
  notEmbargo?: Phrases;
  /** Each says “not before”, anywhere in a line: one that cannot be read holds the release. */
  statements: Phrases;
  /** The same at the start of a line, alone or with a colon: “Embargo:”. */
  headings: Phrases;
  /** “For release at …”, anywhere: an embargo only when an hour or a day still to come follows. */
  releaseAt?: Phrases;
  /** The same at the start of a line: “Release date:”. */
  releaseHeadings: Phrases;
  /** “For release on delivery”: until a person speaks, at no moment that is written. */
  onDelivery?: Phrases;
  /** Says as much as `lines.immediate`, but is no label. */
  immediate?: Phrases;
  /** “No embargo”, “Embargo: none”. */
  denials: Phrases;
  /** The embargo is the news: “arms embargo”. */
  trade: Phrases;
  /** Beside the word, these say that it is the news. */
  sanctions: Phrases;
  /** Words for publishing: in the head of a release, with a day and an hour still to come, they hold it back. */
  publishing: Phrases;
  /** With one of these the line speaks to editors, be it about oil. */
  toEditors: Phrases;
  /** A long sentence with one of these speaks of the release itself. */
  thisRelease: Phrases;
  /** Begins a line that is plainly an embargo, be it about oil. */
  instructions: Phrases;
  /** “Publication date:”, as content systems stamp their pages. */
  stamps: Phrases;
  /** Says when the text was sent out, unless an hour stands with it. */
  sentOut?: Phrases;
  /** “Until”, “after”: what follows is an end. In Chinese also what stands before. */
  ends: Phrases;
  /** Words that point at a moment given elsewhere: “the time above”. */
  pointing: Words;
  /** Words that cannot change which moment is meant. In Chinese, characters. */
  small: Words;
  /** Words that make a moment another one, or none: “tomorrow”, “about”. */
  relative: Phrases;
  /** Of those, what takes a moment back that stands before it: “to be confirmed”. */
  uncertain: Phrases;
  /** Before the place whose clock counts: “9:00 a.m. on 12 June in Geneva”. */
  inPlace: Phrases;
  /** “Or”: another moment follows. */
  or: Phrases;
}
