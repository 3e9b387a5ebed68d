import type { Catalogue } from '../../templates/catalogues/catalogue.ts';
import { describeInstant, describeInUtc } from '../_shared/domain/moment.ts';
import type { Language } from '../_shared/domain/newsroom.ts';
import type { Instant } from '../_shared/domain/report.ts';
import type { EditionInput } from './edition-input.ts';
import { fillMessage } from './message.ts';
import { oneLine } from './plain-text.ts';

/** The embargo in words: absolute date, time and zone, and UTC. */
function fillEmbargo(
  message: string,
  embargo: Instant,
  title: string,
  zone: string,
  language: Language,
): string {
  const moment = describeInstant(embargo, zone, language);
  return fillMessage(message, { moment, utc: describeInUtc(embargo, zone, language), title }, language);
}

/** `zone`: the newsroom's. */
export function embargoLine(embargo: Instant, words: Catalogue, zone: string, language: Language): string {
  return fillEmbargo(words.embargo.line, embargo, '', zone, language);
}

export function subjectOf(input: EditionInput, words: Catalogue, zone: string): string {
  const { language } = input.text;
  const title = oneLine(input.text.title);
  const under = (subject: string, message = words.subject.embargoed): string =>
    input.embargo === null ? subject : fillEmbargo(message, input.embargo, subject, zone, language);
  switch (input.edition) {
    case 'embargoed':
      return under(title);
    case 'embargo-moved':
      return under(title, words.subject.moved);
    case 'general':
      return title;
    case 'lift-notice':
      return fillMessage(
        input.lift?.broken == null ? words.subject.lifted : words.subject.endedEarly,
        { title },
        language,
      );
    case 'correction':
      return under(fillMessage(words.subject.correction, { title }, language));
    case 'kill':
      return fillMessage(words.subject.kill, { title }, language);
  }
}
