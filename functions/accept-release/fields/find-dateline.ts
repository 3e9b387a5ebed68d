import { type FoundDate, findDates, weekdayOf } from '../moments/find-dates.ts';
import { isCountry, isUsState, zoneOfPlace } from '../moments/places.ts';
import { fold } from '../words/clean-text.ts';

/** Place and date at the head of a paragraph, and how much of it they take. */
export interface DatelinePrefix {
  place: string | null;
  city: string | null;
  date: FoundDate | null;
  /** Characters of the line up to the first word of the text. */
  length: number;
  /** 3 place and date; 2 one of them in an unmistakable form; 1 a bare name in capitals before a dash. */
  certainty: 1 | 2 | 3;
}

const wire =
  /\((?:business ?wire|marketwire|marketwired|globe newswire|globenewswire|pr ?newswire|afp|ap|reuters|dpa|epa|efe|tass|тасс|xinhua|vna|ttxvn|ots|afp relaxnews|newswire|accesswire|cision)\)|\/?(?:prnewswire(?:-\w+)?|pr newswire|美通社|news aktuell|newswire\.ca|globenewswire)\/?/giu;
const separators = '\\s*(?:-{1,3}|–|—|―|:|\\.-|\\.–|\\.—|──|——|\\/\\/|\\/|،|\\|)\\s*';
const maximumHead = 140;

/**
 * The dateline a line begins with: `HA NOI, Viet Nam – 12 June 2025 –`, `NEW YORK (May 28, 2015) –`, `(Dallas, Texas) –`,
 * `12 SEPTEMBER 2011:`, `北京2025年6月12日 —`… Null when the line begins with anything else.
 * `bold` is how many characters at the start are set in bold: `**WALPOLE, MA** The Tor Project…`.
 */
export function datelinePrefix(text: string, bold: number): DatelinePrefix | null {
  const head = text.slice(0, maximumHead).replace(wire, (mark) => ' '.repeat(mark.length));
  const folded = fold(head).replace(/^[\s*_"]+/u, (lead) => ' '.repeat(lead.length));
  const dates = findDates(folded);
  const first = dates[0];
  return (
    (first && first.start < 90 ? withDate(head, folded, first) : null) ??
    withoutDate(head) ??
    boldPlace(head, bold)
  );
}

function withDate(head: string, folded: string, date: FoundDate): DatelinePrefix | null {
  const before = folded.slice(0, date.start);
  const after = folded.slice(date.end);
  // Everything up to the date must be a place, an article or a separator; else the date is part of a sentence.
  const placeSpan = placeBefore(before);
  if (placeSpan === null) return null;
  const placeText = tidyPlace(head.slice(0, date.start));
  const closing = new RegExp(
    `^(?:\\s?г(?:\\.|ода)?|\\s?year|,)?[\\s)\\]】）]*(?:\\((?:[^)]{0,30})\\)\\s*)?(?:电|電|讯|訊)?(?:${separators.slice(3, -3)}|\\/\\s)+[\\s–—-]*`,
    'u',
  ).exec(after);
  if (!closing) {
    // （北京，2025年6月12日）text — a bracket closes it without a dash.
    const bracket = /^[\s)\]】）]+\s*(?:电|電|讯|訊)?[\s,:–—-]*/u.exec(after);
    const opened = /^\s*[([【（]/u.test(folded);
    const wireStyle = /^\s?(?:电|電|讯|訊)[\s,:–—-]*/u.exec(after);
    // Madrid, 12 de junio de 2025. La ministra… — a full stop after a known place and a whole date.
    const stop =
      date.year !== null && placeText !== '' && isPlace(placeText) && isKnown(placeText)
        ? /^(?:\s?г(?:ода)?|\s?г)?\.\s+(?=[\p{Lu}“«"])/u.exec(head.slice(date.end))
        : null;
    const close = opened ? bracket : (wireStyle ?? stop);
    if (!close) return placeAfterDate(head, date, placeText);
    return make(placeText, date, date.end + close[0].length);
  }
  if (placeText === '') {
    const later = placeAfterDate(head, date, placeText);
    if (later) return later;
  }
  if (placeText !== '' && !isPlace(placeText)) return null;
  return make(placeText, date, date.end + closing[0].length);
}

function make(placeText: string, date: FoundDate | null, length: number): DatelinePrefix | null {
  if (placeText !== '' && !isPlace(placeText)) return null;
  const place = placeText === '' ? null : placeText;
  return {
    place,
    city: place === null ? null : cityOf(place),
    date,
    length,
    certainty: place !== null && date ? 3 : 2,
  };
}

/** `12 June 2025, Ha Noi – text`, `2025年6月12日，北京 ——`. */
function placeAfterDate(head: string, date: FoundDate, placeText: string): DatelinePrefix | null {
  if (placeText !== '') return null;
  const match =
    /^[\s,.(/|–—-]{1,4}(?<place>\p{L}[\p{L}\p{M}'’. -]{1,40}(?:,\s?[\p{L}. '-]{2,30}){0,2})\)?(?:\s*(?:--|–|—|──|——|:)\s*|\s-\s)/u.exec(
      head.slice(date.end),
    );
  const place = match?.groups?.place?.trim();
  if (!match || place === undefined || !isPlace(place) || !isKnown(place)) return null;
  return { place, city: cityOf(place), date, length: date.end + match[0].length, certainty: 3 };
}

const articles =
  /(?:^|[\s,(])(?:le|el|den|am|on|the|ngày|vào ngày|a|à|в|на|في|بتاريخ|يوم|dated|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|tues|wed|thu|thurs|fri|sat|sun|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد|星期.|周.)[\s,.]*$/iu;
function placeBefore(before: string): string | null {
  const trimmed = before.replace(/[\s]+$/u, '');
  if (trimmed.trim() === '' || /^[\s([【（]*$/u.test(trimmed)) return '';
  if (trimmed.length > 75) return null;
  if (/[,(–—\-:.|/،【[]$/u.test(trimmed) || articles.test(before)) return trimmed;
  // 北京2025年…: no separator where the script has no spaces; `Berlin 12. Juni` is rare but plain.
  return /[\p{Script=Han}\p{L}]$/u.test(trimmed) && trimmed.split(/\s+/).length <= 4 ? trimmed : null;
}

function tidyPlace(written: string): string {
  let place = written.replace(/^[\s*_"“([【（]+/u, '').replace(/^(?:新华社|中新社|本报|本社)/u, '');
  for (let round = 0; round < 4; round++)
    place = place
      .replace(articles, (match) => (/^[\s,(]/.test(match) ? match.slice(0, 1) : ''))
      .replace(/[\s,.(\-–—:|/،،，【[*_]+$/u, (tail) =>
        /^\./.test(tail) &&
        /\b(?:[A-Z]\.|Conn|Tex|Calif|Mass|Pa|Ill|Fla|Va|Md|Wash|Minn|Mich|Colo|Ariz|Ore|Tenn|Wis|Ala|Ark|Ga|Ind|Kan|Ky|La|Mo|Neb|Nev|Okla|St)$|(?:^|[\s.,])[A-Z]$/.test(
          place.slice(0, place.length - tail.length),
        )
          ? '.'
          : '',
      );
  return place
    .replace(/[)\]】）]+$/u, (tail) => (/[([（]/.test(place) ? tail : ''))
    .replace(/\s+/g, ' ')
    .trim();
}

const neverPlace =
  /^(?:publié\p{L}*|publicad\p{L}*|veröffentlicht|опубликован\p{L}*|đăng|发布|mis à jour|stand|fecha|datum|дата|background|note|notes|update|updated|what|when|where|who|why|how|time|date|location|contact|media|press|news|embargo\p{L}*|release|for|immediate|the|a|an|this|today|in|at|on|by|from|published|posted|issued|dear|summary|key|about|quote|photo|caption|source|fact|facts|figure|warning|important|correction|press release|news release|media advisory|subject|re|to|cc|event|rsvp|tip|report|statement|comunicado|communiqué|presse\p{L}*|thông cáo|hôm nay|sáng|chiều|ngày|пресс\p{L}*|сегодня|вчера|اليوم|بيان|今天|今日|新闻稿|hoy|aujourd'hui|heute|hinweis|nota|note de|le|la|les|el|los|las|der|die|das|un|une|una|ein|eine|nous|we|our|its|his|her)(?![\p{L}])/u;

/** Could this be a place? Few words, each capitalised or in a script without capitals, no digits. */
function isPlace(text: string): boolean {
  if (text.length > 70 || text.length < 2 || /[\d@#{}<>;!?"“”%&]/u.test(text)) return false;
  const folded = fold(text);
  if (neverPlace.test(folded) && !isKnown(text)) return false;
  const words = text.split(/[\s,()/،،，-]+/u).filter((word) => word !== '');
  if (words.length > 8) return false;
  const small =
    /^(?:de|del|la|las|los|le|les|du|des|au|aux|d'|l'|of|and|the|an|am|der|den|im|bei|sur|en|upon|und|et|y|e|na|al|el|и|на|ob|do|da|dos|in|st\.?)$/iu;
  return (
    words.every(
      (word) =>
        small.test(word) ||
        /^\p{Lu}|^[\p{Lo}]/u.test(word) ||
        /^(?:al|el|d'|l'|as|ar|ash)['’-]?\p{Lu}/u.test(word),
    ) && !words.every((word) => small.test(word) && !/^\p{Lu}/u.test(word))
  );
}

function isKnown(place: string): boolean {
  const parts = place.split(/\s*[,،，(]\s*/u).map((part) => part.replace(/\)$/, '').trim());
  return (
    zoneOfPlace(place) !== null ||
    parts.some((part, index) => isCountry(part) || (index > 0 && isUsState(part)))
  );
}

/** A dateline without a date: only in brackets, with region or country, known, or in capitals. */
function withoutDate(head: string): DatelinePrefix | null {
  const match =
    /^\s*(?:[([（【](?<inner>[^)\]）】]{2,60})[)\]）】]|(?<plain>[\p{L}\p{M}'’.,، ()/-]{2,70}?))(?:\s*(?:--+|–|—|―|──|——)\s*|\s+-\s+|(?<colon>\s*[:：]\s+))(?=\S)/u.exec(
      head,
    );
  if (!match) return null;
  const bracketed = match.groups?.inner !== undefined;
  const place = (match.groups?.inner ?? match.groups?.plain ?? '').replace(/\s+/g, ' ').trim();
  if (!isPlace(place)) return null;
  const rest = head.slice(match[0].length);
  if (!bracketed && match.groups?.colon !== undefined) return null;
  const known = isKnown(place);
  const capitals = /\p{Lu}{2}/u.test(place) && cityOf(place) === cityOf(place).toUpperCase();
  if (!known && !(bracketed && /,/.test(place)) && !capitals) return null;
  // `Berlin – die Stadt…` in a sentence is rare; a known country alone ("China – ") is more often a heading.
  if (/^\p{Ll}/u.test(rest) && !capitals && !bracketed) return null;
  return {
    place,
    city: cityOf(place),
    date: null,
    length: match[0].length,
    certainty: known || bracketed ? 2 : 1,
  };
}

function boldPlace(head: string, bold: number): DatelinePrefix | null {
  if (bold < 3 || bold > 60 || bold >= head.length) return null;
  const place = tidyPlace(head.slice(0, bold));
  if (!isPlace(place) || !/,/.test(place) || !isKnown(place)) return null;
  return { place, city: cityOf(place), date: null, length: bold, certainty: 2 };
}

/** `Ha Noi` of `Ha Noi, Viet Nam`; `Dallas` of `Dallas (Texas)`. */
export function cityOf(place: string): string {
  return (place.split(/\s*[,،，(/]\s*|\s+[–—-]\s+/u)[0] ?? place).trim();
}

/** A line that is a dateline and nothing more: `Ha Noi, 12 June 2025`, `Paris, le 12 juin 2025`, or a place alone. */
export function wholeDateline(text: string): DatelinePrefix | null {
  if (text.length > 110) return null;
  const folded = fold(text);
  const dates = findDates(folded);
  const [date] = dates;
  if (!date || dates.length > 1) return null;
  const tail = folded.slice(date.end).replace(/^(?:\s?г(?:\.|ода)?|\s?year)/u, '');
  const place = tidyPlace(text.slice(0, date.start).replace(wire, ''));
  if (/^[\s).,\]】）–—:-]*$/u.test(tail)) {
    if (place === '') return { place: null, city: null, date, length: text.length, certainty: 2 };
    if (
      !isPlace(place) ||
      (!/[,،，(–—-]\s*$/u.test(
        text
          .slice(0, date.start)
          .trimEnd()
          .replace(/\s(?:le|el|den|am|ngày|on)$/iu, ','),
      ) &&
        !isKnown(place) &&
        !articles.test(folded.slice(0, date.start)))
    )
      return null;
    return { place, city: cityOf(place), date, length: text.length, certainty: 3 };
  }
  const after = /^[\s,.|–—-]{1,4}(.+?)[\s.–—-]*$/u.exec(text.slice(date.end));
  const later = after?.[1]?.trim() ?? '';
  if (place === '' && later !== '' && isPlace(later) && isKnown(later))
    return { place: later, city: cityOf(later), date, length: text.length, certainty: 3 };
  return null;
}

/** `г. Москва`, `Ha Noi` on a line beside a date's. */
export function knownPlaceAlone(text: string): string | null {
  const place = text
    .replace(/^(?:г\.|тп\.|tp\.)\s?/iu, '')
    .replace(/[.,]$/, '')
    .trim();
  return place.length < 40 && isPlace(place) && isKnown(place) ? place : null;
}

/** A place alone on its line, in capitals or known: `CHICAGO` above `— A measure…`. */
export function isPlaceAlone(text: string): boolean {
  return (
    text.length < 40 &&
    isPlace(text) &&
    (isKnown(text) || /^[\p{Lu}\s.,'-]+$/u.test(text)) &&
    !/[.:]$/.test(text)
  );
}

/** What is wrong with a date as written, for the dateline. */
export function dateDoubt(date: FoundDate): 'impossible' | 'weekday' | 'ambiguous' | 'no-year' | null {
  if (!date.exists) return 'impossible';
  if (date.year === null) return 'no-year';
  if (
    date.weekday !== null &&
    !date.dayOrMonthFirst &&
    weekdayOf(date.year, date.month, date.day) !== date.weekday
  )
    return 'weekday';
  return date.dayOrMonthFirst ? 'ambiguous' : null;
}
