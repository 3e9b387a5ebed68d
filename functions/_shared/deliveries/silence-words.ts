import { isTooSilent, type Silence } from '../domain/delivery.ts';
import { whenInWords } from '../domain/when-in-words.ts';

/** The article of the runbook about events that do not come. */
export const silenceArticle = 'events-missing';

/** What a page or a command says about recipients about whom SES has said nothing for a day. Null if there are none. */
export function silenceWords(silence: Silence | null, zone: string): string | null {
  if (!silence || silence.recipients === 0) return null;
  const { recipients, of, at } = silence;
  const found = `SES accepted the mails to ${of.toLocaleString('en')} recipients, and a day after the last one had not said of ${recipients.toLocaleString('en')} of them whether it was delivered or bounced (counted ${whenInWords(at, zone)}).`;
  return isTooSilent(silence)
    ? `${found} So many point to a fault: events of SES do not arrive. Have an operator look for it.`
    : `${found} SES loses such an event in rare cases; there is nothing to do.`;
}
