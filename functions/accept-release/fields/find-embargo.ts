import { zoneOfPlace } from '../moments/places.ts';
import {
  findMoment,
  type InstantContext,
  type InstantReading,
  type Moment,
  resolveMoment,
} from '../moments/read-instant.ts';
import { fold } from '../words/clean-text.ts';

/** A line that may speak of an embargo: of the body, of a page header, of a comment… */
export interface EmbargoLine {
  text: string;
  /** Line of the file; null in margins. */
  at: number | null;
  id: number | null;
  /** Where it stands, for messages: `line 3`, `the page header`. */
  place: string;
  /** In the running text, where "the embargo on oil" may be the news itself. */
  inProse: boolean;
}

export interface EmbargoStatement {
  line: EmbargoLine;
  /** Ids of all body lines that make up the statement. */
  ids: number[];
  /** As written. */
  written: string;
  /** `release`: it gives the release's own hour ("For release at…"), without the word embargo. */
  kind: 'embargo' | 'release';
  /** It has an end of its own that is no moment: "until the minister has spoken". */
  namesAnEnd: boolean;
  reading: InstantReading;
}

export interface EmbargoSearch {
  statements: EmbargoStatement[];
  /** "For immediate release" stands somewhere. */
  immediate: EmbargoLine | null;
  /** "No embargo", "Sperrfrist: keine". */
  denied: EmbargoLine | null;
}

// Matched on folded text. Each says "not before": a statement that cannot be read holds the release.
const strong: RegExp[] = [
  // English
  /(?<![\p{L}])(?:strict(?:ly)? |media |press |news |under )*embarg\w{0,4}(?: \w+){0,3}? (?:until|till|til|to|for|before|lifts?|ends?|expires?|through)(?![\p{L}])/u,
  /under (?:a |an |the )?(?:strict |strictest |full |media |press )*embargo/u,
  /(?:^|[^\p{L}])embargoed(?![\p{L}])/u,
  /(?:strictly )?not (?:for|to be) (?:\w+,? (?:or |and )?){0,5}?(?:publi\w+|releas\w+|broadcast\w*|distribut\w+|use[d]?|circulat\w+|print\w*|online|transmission|reported)(?: or \w+){0,3}(?: in any form)?,? (?:before|until|prior|till|earlier)/u,
  /(?:(?:do|must|may|should|shall|can|is|are) not|cannot|can't|don't|never) (?:to )?(?:be )?(?:publish|release|broadcast|distribut|use|print|share|report|circulat|disclos|quot|summari|cit|reproduc|transmit|post|disseminat|announc|mention)\w*(?:,? \w+){0,12}?,? (?:before|until|prior to|till|earlier)/u,
  /(?:^|[^\p{L}])hold (?:for|until|till) (?:release|publication|\d|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/u,
  /(?:^|[^\p{L}])(?:no|not any) (?:publication|release|broadcast|use|distribution|coverage)(?: \w+){0,4}? (?:before|until|prior to|till)/u,
  /(?:publication|release|broadcast) (?:is )?(?:prohibited|forbidden|restricted|withheld|not permitted|not allowed)(?: \w+){0,3}? (?:before|until|prior)/u,
  /(?:for|embargo) (?:publication|release|use|broadcast)(?: \w+){0,3}? (?:not before|no earlier than|not earlier than|on or after|only after)(?![\p{L}])/u,
  /^[^\p{L}\p{N}]*(?:embargo|press embargo|media embargo|news embargo)(?: (?:date|time|date and time|notice|instructions?))?[^\p{L}\p{N}]*(?::|-|$)/u,
  /(?:^|[^\p{L}])(?:confidential|private|restricted) until(?![\p{L}])/u,
  /e\s?m\s?b\s?a\s?r\s?g\s?o\s?e\s?d/u,
  /(?:^|[^\p{L}\p{N}])e m b a r g o(?:[^\p{L}\p{N}]|$)/u,
  // French
  /(?:sous |avec )(?:strict )?embargo|embargo (?:strict )?(?:jusqu|presse jusqu|au |levé|leve)/u,
  /(?:ne (?:pas|doit pas|peut)|à ne pas|a ne pas|pas de|interdi\w+)(?: \p{L}+){0,5}? ?(?:publi\w*|diffus\w*|divulgu\w*|communiqu\w*|parution|reproduction)(?: \p{L}+){0,4}? avant/u,
  /(?:diffusion|publication|parution) (?:\p{L}+ ){0,3}?(?:interdite|à partir du|a partir du|pas avant|autorisée le|autorisée à|autorisée à partir|autorisee|après le)/u,
  // Spanish
  /(?<!sin )embargad[oa]s?(?: \p{L}+){0,2}? hasta|(?:bajo|con) (?:estricto )?embargo|(?<!sin )embargo(?: informativo| de prensa)?(?: \p{L}+)? hasta/u,
  /(?:no (?:se )?(?:publi\w*|difund\w*|divulg\w*|distribu\w*|puede\w* \p{L}+)|prohibid[oa] (?:su |la )?(?:publicación|publicacion|difusión|difusion|reproducción))(?: \p{L}+){0,6}? (?:antes|hasta)/u,
  /(?:publicable|difusión|difusion|publicación|publicacion|para publicar|publicar)(?: \p{L}+){0,3}? (?:a partir|no antes)/u,
  // German
  /sperrfrist|sperrvermerk|gesperrt bis|(?:^|[^\p{L}])sperre bis|embargo bis/u,
  /(?:nicht (?:zur |zu |für die )?(?:veröffentlich\w*|veroeffentlich\w*|verbreit\w*|verwend\w*|publizier\w*|freigegeben)|(?:veröffentlich\w*|freigabe|freigegeben|frei|publikation)(?: \p{L}+){0,3}?(?: nicht vor| erst| frühestens| ab(?![\p{L}])))/u,
  // Russian
  /(?:под |действует )эмбарго|эмбарго (?:\p{L}+ ){0,2}?(?:до|снимается|на публикацию|на распространение)|^[^\p{L}\p{N}]*эмбарго[^\p{L}\p{N}]*(?::|-|$|\d)/u,
  /не (?:для |подлежит |подлежат |разрешается |допускается )?(?:публик\p{L}*|опублик\p{L}*|распростран\p{L}*|разглаш\p{L}*|обнарод\p{L}*|использ\p{L}*)(?: \p{L}+){0,5}? (?:до|ранее|раньше)(?![\p{L}])/u,
  /(?:публикация|публиковать|опубликование|распространение|обнародование)(?: \p{L}+){0,4}? (?:не ранее|не раньше|только после|запрещен\p{L}* до|разрешен\p{L}* (?:с|после))(?![\p{L}])|запрет на (?:публикацию|распространение|обнародование)|(?:запрещ|не разреш|недопуст)\p{L}*[^.;]{0,30}?(?:публик|опублик|распростр|разглаш|обнарод)/u,
  // Vietnamese
  /(?:cấm|không|chưa|đừng|hạn chế|xin không|vui lòng không|tuyệt đối không)(?: được)?(?: phép)? (?:phổ biến|công bố|phát hành|đăng tải|đăng|đưa tin|xuất bản|phát tán|phát sóng|sử dụng|tiết lộ|chia sẻ)(?:[ ,/]+\p{L}+){0,8}? (?:trước|đến|cho đến|tới|cho tới)(?![\p{L}])/u,
  /cấm (?:phổ biến|công bố|phát hành|đăng tải)|lệnh cấm (?:phổ biến|công bố|phát hành|đăng|đưa tin)|thời hạn cấm (?:công bố|phổ biến)/u,
  /(?:chỉ|được)(?: được)?(?: phép)? (?:phổ biến|công bố|phát hành|đăng tải|đăng|đưa tin|xuất bản|phát sóng)(?: \p{L}+){0,3}? (?:sau|từ|kể từ|vào)(?![\p{L}])/u,
  /(?:thời điểm|thời gian|giờ) (?:được (?:phép )?)?(?:công bố|phát hành|phổ biến|đăng tải)(?: thông tin)?[^\p{L}\p{N}]*:/u,
  /(?:embargo|cấm vận thông tin)(?: \p{L}+){0,3}? (?:đến|tới|cho đến|trước)(?![\p{L}])/u,
  // Arabic
  /(?:محظور|يحظر|يُحظر|حظر|ممنوع|يمنع|يُمنع|لا ينشر|لا يُنشر|ليس ل?لنشر|غير قابل للنشر|عدم|يرجى عدم|الرجاء عدم)(?: من| على)? ?(?:ال|ل|لل)?(?:نشر|بث|إذاعة|توزيع|تداول|إعلان)/u,
  /(?:لا|يرجى عدم|الرجاء عدم) ?(?:يجوز |يمكن )?(?:تنشر|ينشر|يُنشر|نشر\p{L}*)(?: \p{L}+){0,4}? (?:قبل|حتى)/u,
  /(?:تحت|خاضع ل|ساري) ?(?:ال)?(?:حظر|امبارغو|إمبارغو|أمبارغو)|(?:امبارغو|إمبارغو|حظر إعلامي|الحظر الإعلامي|حظر النشر)/u,
  /غير (?:مسموح|قابل|مصرح|مخصص|مرخص)\p{L}*[^.;،]{0,16}?نشر|(?:لا|لن) (?:يسمح|يجوز)[^.;،]{0,16}?نشر/u,
  /للنشر (?:بعد|ابتداء|اعتبارا|في تمام|الساعة|فقط بعد|ليس قبل)/u,
  // Chinese, both scripts
  /禁[发發]|[发發](?:布|佈|表)禁令|禁止(?:提前|在)?[^。;]{0,30}?(?:[发發](?:布|佈|表|稿)|刊[登发發载載]|公[开開布佈]|报[道導]|播[出放])|新[闻聞]禁(?:令|运|運)|媒[体體]禁|禁[发發]期|限[时時][发發](?:布|佈)|新闻稿限时|解禁|封[锁鎖]期|保密(?:期)?(?:至|到)/u,
  /(?:请勿|請勿|不得|勿|不可|不要|不宜|不能|严禁|嚴禁)[^。;]{0,30}?(?:[发發](?:布|佈|表|稿)|刊[登发發载載]|公[开開布佈]|报[道導]|播[出放]|传播|傳播|外传|转载)/u,
  // Italian, Portuguese, Dutch: not our languages, but an embargo is an embargo
  /sotto embargo|embargo fino|sob embargo|embargo até|onder embargo|embargo tot/u,
];

/** "For release at 2:00 p.m.": an embargo only when an hour or a day still to come follows. */
const releaseAt: RegExp[] = [
  /(?:^|[^\p{L}])for (?:general |public |media |press |official )?(?:release|publication|broadcast)(?! on delivery)[^\p{L}\p{N}]{0,4}(?:at|on|to|by|from|after|as of|\d|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|noon|midnight|$|\()/u,
  /^[^\p{L}\p{N}]*(?:release|publication|publish|release date|release time|date of release|time of release|release on|to be released|will be released)(?: (?:date|time|date and time|on|at))*[^\p{L}\p{N}]*:/u,
  /^[^\p{L}\p{N}]*(?:to be (?:released|published)|release) (?:on|at)[^\p{L}\p{N}]/u,
  /^[^\p{L}\p{N}]*(?:pour (?:diffusion|publication)|diffusion|date de (?:diffusion|publication)|à diffuser|a diffuser|à publier)[^\p{L}\p{N}]{0,3}(?:le|à|au|:)/u,
  /^[^\p{L}\p{N}]*(?:para (?:su )?(?:publicación|publicacion|difusión|difusion|divulgación)|fecha (?:y hora )?de (?:publicación|difusión))[^\p{L}\p{N}]{0,3}(?:el|a las|:|\d)/u,
  /^[^\p{L}\p{N}]*(?:zur (?:veröffentlichung|freigabe)|veröffentlichung|freigabe|frei ab|veröffentlichungsdatum)[^\p{L}\p{N}]{0,3}(?:am|um|:|\d)/u,
  /^[^\p{L}\p{N}]*(?:для публикации|к публикации|дата публикации|для распространения)[^\p{L}\p{N}]{0,3}(?:в|:|\d|с)/u,
  /^[^\p{L}\p{N}]*(?:للنشر|موعد النشر|تاريخ النشر|للإعلان)[^\p{L}\p{N}]{0,3}(?:في|يوم|:|\d|الساعة)/u,
  /^[^\p{L}\p{N}]*(?:thời gian phát hành|phát hành (?:vào|lúc)|công bố (?:vào|lúc)|đăng (?:vào|lúc))/u,
  /(?<!有)限[^。;]{0,30}?(?:[发發](?:布|佈|表)|刊[登发發]|公[开開布佈])/u,
  /(?:可|方可|才能|才可|始可|始得)[^。;]{0,8}?(?:[发發](?:布|佈|表)|刊[登发發]|公[开開布佈]|报[道導])|(?:[发發](?:布|佈)|公[开開布佈])(?:时间|時間)\s?:/u,
  /^[^\p{L}\p{N}]*(?:发布时间|發布時間|发稿时间|發稿時間)[^\p{L}\p{N}]{0,3}/u,
];
const onDelivery = /for release on delivery|hold (?:until|for) delivery/u;
const anyEmbargo = /(?<![\p{L}])e\s?m\s?b\s?a\s?r\s?g\s?o|embarg|эмбарго|sperrfrist|امبارغو|إمبارغو/u;
const spanishHowever = /sin embargo/gu;
const denials =
  /(?:no|without|not under|sans|ohne|keine?|без|không(?: có)?|無|无|بدون|ningún|sin) (?:an? |any |media |press )?(?:embargo|sperrfrist|эмбарго|حظر)|(?:embargo|sperrfrist|эмбарго|حظر النشر|禁发期?|解禁时间)(?: date| until)?\s?[:-]\s?(?:none|no|n\/a|nil|not applicable|keine?|aucun|ninguno|нет|không|لا يوجد|无|無|-)\s*\.?$|embargo (?:has been |was |is )?(?:already )?(?:expired|removed)|(?:not embargoed|frei zur sofortigen veröffentlichung)/u;
const trade =
  /(?:arms|weapons?|oil|trade|economic|export|import|fuel|gas|food|grain|crude|military|naval|air|travel|u\.s\.|us|american|cuban?|russian|iranian|eu|european|un|security council|defence|defense|diamond|technology|chip|beef|timber|fish|wheat|nuclear|petroleum|coal|gold|armes|commercial|pétrolier|economique|économique|armas|petrolero|comercial|económico|waffen|handels|öl|wirtschafts|rüstungs|нефтяно[ею]|торгово[ею]|экономическ[ео][ею]|оружейно[ею])[- ]{0,1}embargo(?:s|es)?|embargo(?:es|s)? (?:on|against|imposed|sur les|contre|sobre|contra|gegen|auf|de armas|comercial|sur le pétrole|petrolero|économique|económico|d'armes)|эмбарго на (?!публикац|распростран|обнарод)|нефтяное эмбарго|торговое эмбарго/u;
const sanctions = /blockade|sanction|санкци|sanktion|sanción|sanciones|عقوبات/u;
const immediatePattern =
  /for immediate (?:release|publication|distribution|use)|immediate release|release[^\p{L}\p{N}]{0,3}immediate|pour (?:diffusion|publication) immédiate|diffusion immédiate|para (?:su )?(?:publicación|difusión|divulgación|distribución) inmediata|publicación inmediata|difusión inmediata|zur sofortigen (?:veröffentlichung|freigabe|verwendung)|sofort frei|sperrfrist: keine|для немедленно(?:го|й) (?:распространения|публикации|опубликования)|немедленная публикация|للنشر الفوري|للنشر فورا|phát hành ngay|công bố ngay|即时发布|即時發布|立即发布|立即發布/u;

/** Lines that say "for immediate release" in one of the languages. */
export function saysImmediate(folded: string): boolean {
  return immediatePattern.test(folded);
}

/**
 * Every statement in the file that may keep it from being published, with the instant it names or why none could be
 * read. Lines must be in reading order; margins may stand anywhere.
 */
export function findEmbargo(lines: readonly EmbargoLine[], context: InstantContext): EmbargoSearch {
  const search: EmbargoSearch = { statements: [], immediate: null, denied: null };
  for (const [index, line] of lines.entries()) {
    if (search.statements.length >= enough) break;
    if (line.text.length > 20_000) {
      for (const piece of pieces(line)) inspect(piece, [piece], 0, context, search);
      continue;
    }
    inspect(line, lines, index, context, search);
  }
  return search;
}

/** Statements after which more cannot change the answer: some readable ones already disagree, or all are alike. */
const enough = 60;

function* pieces(line: EmbargoLine): Generator<EmbargoLine> {
  for (let start = 0; start < line.text.length; start += 9_000)
    yield { ...line, text: line.text.slice(start, start + 10_000) };
}

function inspect(
  line: EmbargoLine,
  lines: readonly EmbargoLine[],
  index: number,
  context: InstantContext,
  search: EmbargoSearch,
) {
  const folded = fold(line.text).replace(spanishHowever, (however) => ' '.repeat(however.length));
  if (immediatePattern.test(folded) && (!line.inProse || folded.length < 200)) search.immediate ??= line;
  if (folded.trim().length < 2) return;
  if (denials.test(folded)) {
    search.denied ??= line;
    if (!hasMoment(line.text)) return;
  }
  for (const trigger of triggersOf(folded, line, index)) {
    const statement = read(trigger, line, lines, index, context);
    if (statement) {
      search.statements.push(statement);
      return;
    }
  }
}
const hasMoment = (text: string) => {
  const { dates, times } = findMoment(text);
  return dates.length + times.length > 0;
};

interface Trigger {
  start: number;
  end: number;
  kind: 'strong' | 'release' | 'delivery' | 'weak' | 'publishing';
}

function triggersOf(folded: string, line: EmbargoLine, index: number): Trigger[] {
  const found: Trigger[] = [];
  const add = (match: RegExpExecArray | null, kind: Trigger['kind']) => {
    if (match) found.push({ start: match.index, end: endOfWords(folded, match), kind });
  };
  const aboutTrade = isAboutTrade(folded, line);
  if (!aboutTrade) for (const pattern of strong) add(pattern.exec(folded), 'strong');
  if (found.length === 0 && (!line.inProse || folded.length < 200)) {
    for (const pattern of releaseAt) add(pattern.exec(folded), 'release');
    add(onDelivery.exec(folded), 'delivery');
  }
  if (found.length === 0 && !aboutTrade && !(line.inProse && sanctions.test(folded)))
    add(anyEmbargo.exec(folded), 'weak');
  // In the head only, and no sentence: "The film will be released on 20 June at 8 p.m." is the news.
  if (found.length === 0 && !aboutTrade && !line.inProse && index < 12 && !/[.。!?]\s*$/.test(folded))
    add(publishing.exec(folded), 'publishing');
  return found.sort((a, b) => a.start - b.start);
}

/** Words for publishing: in the head of a release, with a whole moment still to come on the same short line, they hold back. */
const publishing =
  /publi(?!c(?![\p{L}])|cly|c )\p{L}*|release|broadcast|diffus\p{L}*|difu\p{L}*|divulg\p{L}*|veröffentlich\p{L}*|verbreit\p{L}*|\p{L}*публик\p{L}*|распростран\p{L}*|công bố|phổ biến|đăng tải|phát hành|نشر|[发發](?:布|佈|表)|刊登|公布/u;

/** The news itself may be an embargo on arms or oil: then nothing in the line speaks to editors, or gives an hour. */
function isAboutTrade(folded: string, line: EmbargoLine): boolean {
  if (!trade.test(folded)) return false;
  if (
    /publi|release|press|media|editor|diffus|difus|veröffentl|redaktion|публик|сми|نشر|发布|發布|公布|công bố|phổ biến|sperrfrist/u.test(
      folded,
    )
  )
    return false;
  if (
    /^[^\p{L}\p{N}]*(?:(?:strictly )?(?:under )?embargo(?:ed)?(?: until|:| -)|sous embargo|эмбарго до)/u.test(
      folded,
    )
  )
    return false;
  return line.inProse || findMoment(line.text).times.length === 0;
}

/** Where the words end and the moment may begin: before the first digit, and before a word cut in two. */
function endOfWords(folded: string, match: RegExpExecArray): number {
  const digit = match[0].search(/\d/);
  // 禁止在北京时间6月12日20:00前发布: all that says when stands inside.
  if (digit > 0 && /\p{Script=Han}/u.test(match[0])) return match.index;
  let end = match.index + (digit > 0 ? digit : match[0].length);
  const letter = /\p{L}/u;
  if (digit < 0 && letter.test(folded[end] ?? ' ') && !/\p{Script=Han}/u.test(folded[end] ?? ' '))
    while (end > match.index && letter.test(folded[end - 1] ?? ' ')) end--;
  return Math.max(end, match.index);
}

function read(
  trigger: Trigger,
  line: EmbargoLine,
  lines: readonly EmbargoLine[],
  index: number,
  context: InstantContext,
): EmbargoStatement | null {
  const window = windowOf(trigger, line, lines, index);
  const { moment } = window;
  const written = window.written.trim().slice(0, 200);
  if (trigger.kind === 'release' && !isEmbargoLike(moment, line, context)) return null;
  if (trigger.kind === 'publishing' && !liesAhead(line, context)) return null;
  if (line.inProse && moment.times.length === 0 && !speaksOfRelease(line.text)) return null;
  if (trigger.kind === 'delivery')
    return {
      line,
      ids: window.ids,
      namesAnEnd: window.namesAnEnd,
      written,
      kind: 'embargo',
      reading: { kind: 'unresolved', code: 'embargo-unresolved', message: `“${written}” names no moment.` },
    };
  if (trigger.kind === 'weak' && moment.dates.length + moment.times.length === 0)
    return {
      line,
      ids: window.ids,
      namesAnEnd: window.namesAnEnd,
      written,
      kind: 'embargo',
      reading: {
        kind: 'unresolved',
        code: 'embargo-unresolved',
        message: `“${written}” speaks of an embargo, but no date and time were understood.`,
      },
    };
  const doubt = doubtIn(window) ?? zoneApart(moment, line) ?? anotherDay(moment, line);
  const reading: InstantReading = doubt
    ? {
        kind: 'unresolved',
        code: 'embargo-unresolved',
        message: `The embargo “${written}” was not understood${doubt}.`,
      }
    : moment.dates.length + moment.times.length === 0
      ? {
          kind: 'unresolved',
          code: 'embargo-unresolved',
          message: `“${written}” reads like an embargo, but no date and time were understood.`,
        }
      : resolveMoment(moment, written, 'embargo', context);
  return {
    line,
    ids: window.ids,
    namesAnEnd: window.namesAnEnd,
    written,
    kind: trigger.kind === 'release' ? 'release' : 'embargo',
    reading,
  };
}

/** The line names a day and an hour, and the day is not over. */
function liesAhead(line: EmbargoLine, context: InstantContext): boolean {
  const { dates, times } = findMoment(line.text);
  const today = Date.parse(context.now) - 86_400_000;
  return (
    times.length > 0 &&
    dates.some(
      (date) => date.exists && date.year !== null && Date.UTC(date.year, date.month - 1, date.day) > today,
    )
  );
}

/** A long sentence that forbids publishing something is about a release only when it says so, or gives an hour. */
function speaksOfRelease(text: string): boolean {
  const folded = fold(text).replace(spanishHowever, ' ');
  return (
    anyEmbargo.test(folded) ||
    /(?:press|news|media|this) (?:release|statement|information|material|report|document)|journalist|editors|communiqué|comunicado|pressemitteilung|пресс-релиз|thông cáo|بيان صحفي|هذا البيان|新闻稿|新聞稿|本稿/u.test(
      folded,
    )
  );
}

/** A zone on the line, but not beside the hour: whose it is cannot be told. */
function zoneApart(moment: Moment, line: EmbargoLine): string | null {
  if (moment.zones.length > 0 || line.text.length > 160) return null;
  const [zone] = findMoment(line.text).zones;
  return zone ? `: “${zone.written}” does not stand beside the time` : null;
}

/** The line speaks of an embargo a second time, and of another day. */
function anotherDay({ dates: [first] }: Moment, line: EmbargoLine): string | null {
  if (!first) return null;
  const mentions = fold(line.text).replace(spanishHowever, ' ').match(new RegExp(anyEmbargo, 'gu'));
  if ((mentions?.length ?? 0) < 2) return null;
  const other = findMoment(line.text).dates.find(
    ({ month, day }) =>
      (month !== first.month || day !== first.day) && (month !== first.day || day !== first.month),
  );
  return other ? ': it names an embargo twice, and more than one day' : null;
}

/** `Publication date: …`, as content systems stamp their pages. */
const stamp =
  /^[^\p{L}\p{N}]*(?:publication|publish|date de (?:diffusion|publication)|fecha (?:y hora )?de|veröffentlichungsdatum|дата публикации|تاريخ النشر|发布时间|發布時間|发稿时间|發稿時間)/u;

/** "For release" alone is an embargo when it gives an hour, or a day that is not over. */
function isEmbargoLike(moment: Moment, line: EmbargoLine, context: InstantContext): boolean {
  if (/发布时间|發布時間|发稿/u.test(line.text) && !/[点點時时:：]/u.test(line.text)) return false;
  if (stamp.test(fold(line.text)) && !liesAhead(line, context)) return false;
  if (moment.times.length > 0) return true;
  const today = Date.parse(context.now) - 86_400_000;
  return moment.dates.some(
    (date) =>
      date.year === null ||
      !date.exists ||
      date.dayOrMonthFirst ||
      Date.UTC(date.year, date.month - 1, date.day) > today,
  );
}

interface Window {
  written: string;
  ids: number[];
  moment: Moment;
  /** Folded text between the trigger and the last piece used, pieces blanked. */
  between: string;
  /** Folded text after the last piece used. */
  after: string;
  /** The same as written. */
  tail: string;
  /** Dates and hours stand about with other words between them. */
  scattered: boolean;
  /** It has an end of its own that is no moment. */
  namesAnEnd: boolean;
}

const reach = 170;

/** The text that says when: after the words, else before them on the line, else alone on the lines beside it. */
function windowOf(trigger: Trigger, line: EmbargoLine, lines: readonly EmbargoLine[], index: number): Window {
  const ids = line.id === null ? [] : [line.id];
  const after = line.text.slice(trigger.end, trigger.end + reach);
  const before = line.text.slice(Math.max(0, trigger.start - reach), trigger.start);
  const inside = line.text.slice(trigger.start, trigger.end);
  const all = findMoment(after);
  const near = clusterFirst(all, after);
  let { moment, between, after: rest, tail } = near;
  let written = inside + after;
  // A date or an hour that stands further on, past other words, is not this statement's: nor may another line's be.
  let scattered = isIncomplete(moment) && piecesOf(all).length > piecesOf(moment).length;
  if (isIncomplete(moment)) {
    // 6月12日9时前不得发布: the moment stands before, or within, the words that forbid.
    const around = clusterAround(`${before}${inside}${after}`, before.length, before.length + inside.length);
    if (around && score(around) > score(moment)) {
      moment = around;
      written = `${before}${inside}${after}`;
      [between, rest, tail, scattered] = ['', '', '', false];
    }
  }
  // "Embargoed until 2 days after the summit" has an end of its own, which nobody can read: an embargo beside it that can
  // be read is another statement, and answers nothing.
  const han = /\p{Script=Han}/u.test(before) ? findMoment(before).rest : '';
  const namesAnEnd = namesUnreadableEnd(han + fold(inside) + moment.rest);
  if (isIncomplete(moment) && !scattered)
    for (const neighbour of neighbours(lines, index)) {
      if (namesAnEnd && anyEmbargo.test(fold(neighbour.text))) continue;
      const addition = findMoment(neighbour.text);
      const merged = isOnlyMoment(addition) ? merge(moment, addition) : null;
      if (!merged) continue;
      moment = merged;
      written += ` / ${neighbour.text}`;
      if (neighbour.id !== null) ids.push(neighbour.id);
      if (!isIncomplete(moment)) break;
    }
  return { written, ids, moment, between, after: rest, tail, scattered, namesAnEnd };
}

/** What stands after "until", "after", "when" and their like. Chinese puts the word behind as well as before. */
const end =
  /(?<!\p{L})(?:until|till|til|before|after|once|when|pending|jusqu\p{L}*|avant|après|hasta|antes|después|tras|cuando|bis|vor|nach|sobald|до|после|пока|đến|tới|trước|sau|khi|حتى|قبل|بعد|عند)(?!\p{L})(.*)|([^。]*)[至到前后後](.*)/u;
/** They point at the moment that another line gives: "until the time above". */
const pointing = new Set(
  (
    'above below stated indicated given specified shown lifting publishing ' +
    'ci dessus dessous indiquée indiqué indicada arriba oben genannten angegebenen указанного указанной ' +
    'thời điểm nêu trên dưới المذكور أعلاه المحدد'
  ).split(' '),
);
const hanPointing = /上述|以上|下述|以下|指定/gu;

/** The words give an end that is no moment: "until the minister has spoken", "until further notice". */
function namesUnreadableEnd(folded: string): boolean {
  const words = end.exec(folded)?.slice(1).join(' ').replace(hanPointing, ' ');
  return (
    words?.match(/[\p{L}\p{N}]+/gu)?.some((word) => !pointing.has(word) && !onlySmallWords(word)) ?? false
  );
}

const isIncomplete = (moment: Moment) => moment.dates.length === 0 || moment.times.length === 0;
const score = (moment: Moment) => Math.min(1, moment.dates.length) * 2 + Math.min(1, moment.times.length);

interface Piece {
  start: number;
  end: number;
}
/** The first run of dates, times and zones with nothing but small words between them. */
function clusterFirst(
  moment: Moment,
  text: string,
): { moment: Moment; between: string; after: string; tail: string } {
  const all = piecesOf(moment);
  const [first] = all;
  if (!first) return { moment, between: '', after: moment.rest, tail: '' };
  let end = first.end;
  for (const piece of all) {
    if (piece.start < end) continue;
    const gap = moment.rest.slice(end, piece.start);
    if (gap.length > 45 || !onlySmallWords(gap) || /[.!?] /.test(gap)) break;
    end = piece.end;
  }
  const inside = <T extends Piece>(list: T[]) => list.filter((piece) => piece.end <= end);
  return {
    moment: {
      ...moment,
      dates: inside(moment.dates),
      times: inside(moment.times),
      zones: inside(moment.zones),
    },
    between: moment.rest.slice(0, first.start),
    after: moment.rest.slice(end),
    tail: text.slice(end, end + 40),
  };
}
/** All pieces around the words of a statement, when nothing but small words and those words stand between them. */
function clusterAround(text: string, start: number, end: number): Moment | null {
  const moment = findMoment(text);
  const pieces = piecesOf(moment);
  const isInside = pieces.some((piece) => piece.start < end && piece.end > start);
  const rest = isInside
    ? moment.rest
    : moment.rest.slice(0, start) + ' '.repeat(end - start) + moment.rest.slice(end);
  for (const [index, piece] of pieces.entries()) {
    const next = pieces[index + 1];
    if (next && !onlySmallWords(rest.slice(piece.end, next.start))) return null;
  }
  return pieces.length > 0 ? moment : null;
}
function piecesOf(moment: Moment): Piece[] {
  const pieces: Piece[] = [...moment.dates, ...moment.times, ...moment.zones];
  return pieces.sort((a, b) => a.start - b.start);
}

const smallWords = new Set(
  (
    'until till til to at on the by of for from not no earlier than before after prior strictly and or is be in this date time hours hour hrs hr h local ' +
    'release released publication publish published broadcast distribution use print online news media press embargo embargoed lifts lift lifted ends end day same sharp only exactly ' +
    'monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun ' +
    'le la les à a au aux du de des d jusqu qu l lundi mardi mercredi jeudi vendredi samedi dimanche heure heures partir avant diffusion publication presse pas et dès ' +
    'el los las del al hasta día dia hora horas partir antes no las lunes martes miércoles miercoles jueves viernes sábado sabado domingo y ' +
    'am um ab bis den dem der die das zum zur uhr vom und montag dienstag mittwoch donnerstag freitag samstag sonntag frei freigabe frühestens erst vor veröffentlichung ' +
    'до в во с со на не ранее раньше после и г год года ч час часа часов по время времени понедельник понедельника вторник вторника среда среды четверг четверга пятница пятницы суббота субботы воскресенье воскресенья публикации ' +
    'vào lúc ngày giờ trước đến tới cho sau khi từ kể năm tháng thứ hai ba tư sáu bảy chủ nhật và hồi phút ' +
    'حتى الساعة يوم من في قبل بعد بتاريخ الموافق عام سنة تاريخ تمام صباح مساء و الاثنين الإثنين الثلاثاء الأربعاء الاربعاء الخميس الجمعة السبت الأحد م ه ' +
    'st nd rd th date: utc gmt s t o er'
  ).split(' '),
);
const hanSmall =
  /[于於在前之至到为為起后後时時间間年月日号號本稿新闻聞发發布佈表刊登播出公开開请請勿不得以解禁限媒体體的整星期周週一二三四五六天上下午晨晚截止方可]/gu;

/** Nothing but punctuation and words that cannot change which moment is meant. */
function onlySmallWords(folded: string): boolean {
  const words = folded.replace(hanSmall, ' ').match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.every((word) => smallWords.has(word));
}

/** A line that holds a moment and nothing else, so that it can complete a statement beside it. */
function isOnlyMoment(moment: Moment): boolean {
  return piecesOf(moment).length > 0 && onlySmallWords(moment.rest);
}

function neighbours(lines: readonly EmbargoLine[], index: number): EmbargoLine[] {
  const near = [index + 1, index - 1, index + 2, index - 2, index + 3].map((at) => lines[at]);
  return near.filter((line): line is EmbargoLine => line !== undefined && line.text.length < 100);
}

/** Joins what a statement lacks from a neighbouring line; null when both bring a date or both a time. */
function merge(moment: Moment, addition: Moment): Moment | null {
  const dates = moment.dates.length > 0 && addition.dates.length > 0;
  const times = moment.times.length > 0 && addition.times.length > 0;
  if (dates || times) return null;
  if (moment.times.length > 0 && addition.dates.length === 0) return null;
  const shift = <T extends Piece>(list: T[]) =>
    list.map((piece) => ({ ...piece, start: piece.start + 1000, end: piece.end + 1000 }));
  return {
    dates: [...moment.dates, ...shift(addition.dates)],
    times: [...moment.times, ...shift(addition.times)],
    zones: [...moment.zones, ...shift(addition.zones)],
    rest: moment.rest,
  };
}

const relative =
  /(?<![\p{L}])(?:tomorrow|today|tonight|yesterday|next|following|later|days?|weeks?|months?|minutes?|tbc|tbd|tba|to be confirmed|further notice|approximately|approx|about|circa|around|demain|aujourd'hui|lendemain|jours?|semaines?|mañana|hoy|días|semanas|morgen|heute|übermorgen|tage|wochen?|завтра|сегодня|дней|дня|недел\p{L}+|ngày mai|hôm nay|tuần|غدا|غداً|اليوم|أيام)(?![\p{L}])|明天|今天|次日|后天|下周/u;

/** Words that could change the moment: between the trigger and the date, or straight after. */
function doubtIn(window: Window): string | null {
  if (window.scattered) return ': its date and time do not stand together';
  if (relative.test(window.between)) return `: “${window.between.trim()}” is not an exact date`;
  if (!onlySmallWords(dropParentheses(window.between)) && window.between.trim().length > 45) return '';
  const next = window.after.slice(0, 40);
  if (
    relative.test(next) &&
    /^[^\p{L}\p{N}]{0,4}(?:\p{L}+[^\p{L}\p{N}]+){0,2}(?:tbc|tbd|tba|to be confirmed|later|or)/u.test(next)
  )
    return `: “${next.trim()}” makes it uncertain`;
  if (
    window.moment.dates.length === 0 &&
    window.moment.times.length > 0 &&
    relative.test(`${window.between} ${next}`)
  )
    return `: it says no date`;
  if (/^[\s,;]{0,3}(?:or|ou|oder|o|или|hoặc|أو|或)(?![\p{L}])/u.test(next))
    return ': it gives an alternative';
  if (window.moment.zones.length === 0 && namesAnotherZone(window.tail))
    return `: “${window.tail.trim().slice(0, 30)}” after it may be a time zone`;
  return null;
}

/** `9:00 a.m. XYZT`, `09:00 (New York)`, `9:00 Hanoi`: something that may be a zone stands where a zone would. */
function namesAnotherZone(tail: string): boolean {
  const bracket = /^[\s,]{0,2}[([（【]([^)\]）】]{1,40})/u.exec(tail)?.[1];
  if (bracket !== undefined) return !onlySmallWords(fold(bracket));
  const word = /^[\s,]{0,2}(\p{Lu}[\p{L}.]*)/u.exec(tail)?.[1];
  if (word === undefined || smallWords.has(fold(word).replace(/\.$/, ''))) return false;
  const next = /^[\s,]{0,2}([\p{L}][\p{L}. ]{1,28}?)(?=[),;:/–—-]|\s{2}|$)/u.exec(tail)?.[1];
  if (next !== undefined && zoneOfPlace(next) !== null) return true;
  // In capitals throughout, only a short word is likely to be a zone's.
  return word === word.toUpperCase() ? word.length < 6 : !/^[\s]*,/.test(tail);
}

/** A declared moment is nothing but a moment: any other word makes it uncertain. */
export function readDeclaredMoment(
  written: string,
  field: 'embargo' | 'sendAt',
  context: InstantContext,
): InstantReading {
  const moment = findMoment(written);
  const unclear: InstantReading = {
    kind: 'unresolved',
    code: 'embargo-unresolved',
    message: `“${written.slice(0, 120)}” is not an exact moment.`,
  };
  if (
    moment.dates.length + moment.times.length === 0 ||
    !onlySmallWords(moment.rest) ||
    relative.test(moment.rest)
  )
    return unclear;
  return resolveMoment(moment, written.slice(0, 120), field, context);
}
const dropParentheses = (text: string) => text.replace(/\([^)]{0,80}\)/g, ' ');
