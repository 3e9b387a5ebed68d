import { findDates } from '../moments/find-dates.ts';
import { findTimes } from '../moments/find-times.ts';
import { fold, trimmedBy } from '../words/clean-text.ts';

/** The line folded, without decoration around it: `** PRESS RELEASE: **` is `press release`. */
export function bare(text: string): string {
  const begun = fold(text).replace(/^[\s*_#=>~|•·:()"'\-–—/]+/u, '');
  return trimmedBy(begun, /[\s*_#=<~|•·:()"'\-–—/.]/u);
}

const labelWords =
  'press ?release|news ?release|media ?release|press statement|media statement|press notice|news bulletin|media advisory|press advisory|news advisory|media alert|media note|press note|note to (?:the )?(?:media|correspondents|editors and correspondents)|press information|press conference|media invitation|news|press|statement|(?:joint|original|full|official|text of (?:the )?original|our) (?:press ?release|statement|press statement|release)|for the media|official press release|official statement|' +
  'communiqu[ée](?: de presse)?|communiqu[ée] de presse (?:conjoint|commun)|d[ée]claration|note de presse|invitation presse|information presse|avis aux m[ée]dias|dossier de presse|' +
  'comunicado(?: de prensa| oficial| conjunto)?|nota de prensa|nota informativa|bolet[íi]n de prensa|gacetilla(?: de prensa)?|aviso a (?:los )?medios|convocatoria(?: de prensa)?|comunicado de prensa oficial|' +
  'presse(?:mitteilung|information|meldung|aussendung|erklärung|einladung|text)|medien(?:mitteilung|information)|gemeinsame pressemitteilung|' +
  'пресс-?релиз|официальный пресс-?релиз|сообщение для (?:прессы|сми)|информация для (?:прессы|сми)|заявление для (?:прессы|сми)|анонс для сми|информационное сообщение|' +
  'thông cáo(?: báo chí)?(?: chung| gốc)?|bản tin báo chí|thông tin báo chí|tuyên bố báo chí|thư mời báo chí|' +
  'بيان صحفي|بيان صحافي|خبر صحفي|نشرة صحفية|بيان إعلامي|تصريح صحفي|بلاغ صحفي|دعوة إعلامية|' +
  '新闻稿|新聞稿|新闻通稿|新闻公报|媒体通稿|新闻发布|新聞發佈|媒体邀请函|媒体通知|联合新闻稿|comunicato stampa|persbericht|siaran pers';
const labelPattern = new RegExp(
  `^(?:${labelWords})(?:[\\s,:|/\\-–—]+(?:no?\\.?|nr\\.?|n[°º]|số|№|رقم|第)?\\s*[\\d/.\\- ]{0,14}(?:号|號)?)?$`,
  'u',
);
const immediateWhole =
  /^(?:for immediate (?:release|publication|distribution|use)|immediate release|pour (?:diffusion|publication) immédiate|diffusion immédiate|para (?:su )?(?:publicación|difusión|divulgación|distribución) inmediata|(?:zur )?sofortigen (?:veröffentlichung|freigabe)|zur sofortigen (?:veröffentlichung|freigabe|verwendung)|для немедленно(?:го|й) (?:распространения|публикации|опубликования)|للنشر الفوري|للنشر فورا|phát hành ngay|công bố ngay|即时发布|即時發布|立即发布|立即發布)(?: (?:de|del|to) .{0,20})?$/u;

/** `PRESS RELEASE`, `FOR IMMEDIATE RELEASE`, `THÔNG CÁO BÁO CHÍ`, alone or two together on a line. */
export function isLabel(text: string): boolean {
  if (text.length > 120) return false;
  const plain = bare(text);
  if (plain === '') return false;
  if (labelPattern.test(plain) || immediateWhole.test(plain)) return true;
  const dates = findDates(plain);
  const rest = dates.length === 0 ? plain : plain.slice(0, dates[0]?.start) + plain.slice(dates.at(-1)?.end);
  const parts = rest
    .split(/\s*[|•·/:,–—]\s*|\s+-\s+|\s{2,}/u)
    .map(bare)
    .filter((part) => part !== '');
  return parts.length > 0 && parts.every((part) => labelPattern.test(part) || immediateWhole.test(part));
}

const instruction =
  '(?:strictly )?(?:under )?embargo(?:ed)?(?: until [^:]{3,50}(?::\\d\\d[^:]{0,30})?)?|for immediate release|pour diffusion immédiate|para publicación inmediata|zur sofortigen veröffentlichung|для немедленного распространения';
const before = (words: string) =>
  new RegExp(`^[^\\p{L}\\p{N}]{0,3}(?:(?:${words})\\s{0,2}[:|–—]\\s{1,3})(?=\\S)`, 'u');
const instructionBefore = before(instruction);
const labelBefore = before(`${labelWords}|${instruction}`);

/**
 * Length of an instruction to editors before a headline on the same line: `For Immediate Release: Headline`. Other
 * labels there (`News: …`, `Press release: …`) are words of the headline.
 */
export function instructionLength(text: string): number {
  return instructionBefore.exec(fold(text))?.[0].length ?? 0;
}

/** `Press release: Headline`: a label begins the line, and something follows. */
export function opensWithLabel(text: string): boolean {
  return labelBefore.test(fold(text));
}

/** `###`, `-30-`, `ENDS`, `# # #`, `完`: the release ends here. */
export function isEndMark(text: string): boolean {
  if (text.length > 40) return false;
  const trimmed = fold(text).trim();
  if (/^#(?:\s*#){0,6}$/.test(trimmed) || /^-[-\s]*30[-\s]*-$/.test(trimmed)) return true;
  const word = bare(text).replace(/[[\]]/g, '');
  return /^(?:ends?|end of (?:press |news )?release|the end|fin|fin du communiqué|fin del comunicado|final|ende|ende der pressemitteilung|конец|конец пресс-релиза|hết|-hết-|完|（完）|\(完\|全文完|انتهى|النهاية|-انتهى-|xxx)$/u.test(
    word,
  );
}

/** Turn-over lines and page marks: `-more-`, `Page 2 of 3`, `- 2 -`. */
export function isPageMark(text: string): boolean {
  if (text.length > 60) return false;
  const plain = bare(text).replace(/[[\]]/g, '');
  if (/^\s*[-–—(]\s*\d{1,3}\s*[-–—)]\s*$/.test(text) && !/30/.test(text)) return true;
  return (
    /^(?:more|more follows|continued(?: on next page)?|continues|cont'?d|suite|à suivre|sigue|continúa|más|mehr|fortsetzung(?: folgt)?|продолжение(?: следует)?|xem tiếp|còn tiếp|يتبع|未完|待续|more\.{2,})$/u.test(
      plain,
    ) ||
    /^(?:page|seite|página|pagina|trang|страница|стр|صفحة)\.? ?\d{1,3}(?: ?(?:of|\/|de|von|sur|trên|из|من) ?\d{1,3})?$/u.test(
      plain,
    ) ||
    /^第 ?\d{1,3} ?页(?: ?[,/]?共 ?\d{1,3} ?页)?$/u.test(plain) ||
    /^\d{1,3} ?\/ ?\d{1,3}$/.test(plain)
  );
}

/** Navigation of a web page that came along with the text. */
export function isWebFurniture(text: string): boolean {
  const plain = bare(text);
  return /^(?:skip to (?:main )?content|scroll to top|back to top|follow us|share(?: this)?(?: page| article)?|search(?: for)?|menu|home|print(?: this page)?|subscribe|sign in|log ?in|contact us|\d{1,2} min read|author|published|read more|related|cookie\w*.{0,40}|accept(?: all)?(?: cookies)?|tweet|facebook|twitter|linkedin|email|breadcrumb|language|close|next|previous|aller au contenu(?: principal)?|saltar al contenido|zum inhalt springen|chia sẻ|trang chủ|partager|compartir|teilen|поделиться|главная|首页|分享|مشاركة|الرئيسية)$/u.test(
    plain,
  );
}

/** Lines made of a template engine's own statements, left in a page's source. */
export function isTemplateStatement(text: string): boolean {
  return (
    /^\s*(?:\{%-?[^%]{0,200}%\}|\{\{[^}]{0,200}\}\})/.test(text) &&
    /^(?:\s*\{%[^%]{0,200}%\}[^{}]{0,120})+\s*$/.test(text)
  );
}

export type Section = 'contacts' | 'notes' | 'boilerplate' | 'other';

const contactHeadings =
  /^(?:contacts?|contacts? (?:presse|m[ée]dias?|de presse|pour la presse|information)|relations? (?:presse|m[ée]dias?)|service (?:de )?presse|attachée? de presse|renseignements|informations? (?:presse|et contact)|pour (?:plus|tout|toute) (?:d'|de |complément )?\w*(?: d')?information\w*|demandes? (?:presse|des médias)|contactos?(?: de| para)? ?(?:la |los )?(?:prensa|medios|comunicación)?|información de contacto|para (?:más|mayor|obtener más) información|gabinete de prensa|(?:presse|medien|ansprech|rückfrage)[\w-]{0,12}kontakte?|kontakt(?: für (?:medien|presse|journalisten|die presse|rückfragen)\w*)?|pressekontakte?|medienkontakte?|ansprechpartner(?:in)?(?: für (?:die )?(?:presse|medien))?|pressestelle|rückfragen(?: an| bitte an)?|für rückfragen|weitere informationen|контакты?(?: для (?:сми|прессы|журналистов))?|контактн\p{L}+ (?:лиц\p{L}+|информаци\p{L}+|данны\p{L}+)(?: для (?:сми|прессы))?|пресс-служба(?: .{2,50})?|для (?:сми|прессы)|за дополнительной информацией|liên hệ(?: (?:báo chí|truyền thông|với báo chí))?|thông tin liên hệ(?: báo chí)?|đầu mối liên hệ(?: báo chí)?|mọi (?:thông tin|chi tiết)[^.]{0,30}(?:liên hệ|vui lòng)[^.]{0,10}|để biết thêm (?:thông tin|chi tiết)[^.]{0,40}|جهات? الاتصال(?: الإعلامي\p{L}*)?|للاتصال(?: الإعلامي)?|للتواصل(?: الإعلامي| مع وسائل الإعلام)?|التواصل الإعلامي|الاتصال الإعلامي|معلومات الاتصال|للاستفسارات? الإعلامية|للاستفسار|لمزيد من المعلومات[^.]{0,30}|للمزيد من المعلومات[^.]{0,30}|المكتب الإعلامي|媒体联系(?:人|方式)?|媒體聯(?:絡|繫|系)(?:人|方式)?|新闻联系人?|联系方式|联系人|聯絡人|媒体垂询|媒体查询|媒体咨询|新闻媒体联系人?|联系我们|更多信息请联系)$/u;
const notesHeading =
  /^(?:notes?(?: for| to) (?:the )?(?:editors?|journalists?|media)|editors?'? notes?|notes?|background(?: information)?(?: for editors)?|notes? (?:à|aux|pour) (?:l'attention |la )?(?:des )?(?:rédact\p{L}+|rédaction|éditeurs|journalistes)|note aux rédactions|notas?(?: para| a)(?: los| el)? (?:editor\p{L}*|redactor\p{L}*|periodistas|la redacción)|hinweise? (?:für|an) (?:die )?(?:redaktion\p{L}*|journalist\p{L}*)|anmerkungen? (?:für|an) (?:die )?redaktion\p{L}*|hintergrund(?:informationen)?|примечани[ея] (?:для )?(?:редактор\p{L}+|редакци\p{L}+|журналистов)|справка|справочная информация|к сведению редакторов|ghi chú(?: (?:cho|dành cho|gửi) (?:ban |các )?(?:biên tập\p{L}*|phóng viên|tòa soạn|nhà báo|biên tập viên))?|thông tin nền|ملاحظات?(?: إلى| ل)? ?(?:لل)?(?:محررين|المحررين|محرر)|ملاحظة للمحررين|ملاحظات للمحررين|خلفية|معلومات أساسية|编者注|编辑注意|致编辑|編者(?:註|按)|编者按|背景(?:资料|信息)?)$/u;
const boilerplateHeading =
  /^(?:about (?!\d)\p{L}.{0,80}|[aà] propos(?: de| d'| du| des| de la)?.{0,80}|sobre (?!la base|el terreno|todo).{1,80}|acerca de.{1,80}|quiénes somos|über (?!\d).{2,60}|o компании.{0,60}|об? (?:компании|организации|нас|проекте|фонде|банке|институте|ассоциации|министерстве|агентстве|программе|союзе|группе|[«"a-z]).{0,80}|(?:giới thiệu )?về (?!việc|vấn đề).{2,80}|giới thiệu(?: về)? .{2,80}|(?:نبذة )عن .{2,80}|حول .{2,60}|عن (?:شركة|منظمة|هيئة|مؤسسة|وزارة).{0,60}|关于(?!.*(?:声明|通知|公告|意见|决定|办法|报告|说明|倡议|措施)$).{1,24}|關於(?!.*(?:聲明|通知|公告|意見|決定|辦法|報告|說明|倡議|措施)$).{1,24}|.{1,20}简介|safe harbou?r.{0,40}|forward-looking statements?.{0,40})$/u;

/** What a heading-like line opens. Null when it opens nothing known. */
export function sectionOf(text: string): Section | null {
  if (text.length > 140) return null;
  const plain = bare(text);
  if (contactHeadings.test(plain) || englishContact.test(plain)) return 'contacts';
  if (notesHeading.test(plain)) return 'notes';
  if (boilerplateHeading.test(plain) && text.length < 100) return 'boilerplate';
  return null;
}
const englishContact =
  /^(?:(?:for )?(?:the )?(?:(?:media|press|news|pr|journalist|editorial|primary|communications|investor(?: and media)?|agency|company|roads|local|international|main)[ /&,]{1,3})*(?:and )?(?:media |press )?(?:contacts?|contact (?:information|details|persons?|us)|inquir\w+|inquries|enquir\w+|queries|relations|office)(?: (?:only|to|for (?:the )?(?:media|press|journalists|editors)))?|for (?:more|further|additional|media|press|any|all)(?: (?:media|press))? (?:information|info|enquir\w+|inquir\w+|details|queries|questions)(?:,? (?:please )?(?:contact|call|visit|email))?|(?:please )?contact)$/u;

/** A line that is nothing but dates, times, weekdays and their small words. */
export function isDateLine(text: string): boolean {
  if (text.length > 80) return false;
  const dates = findDates(text);
  if (dates.length === 0) return false;
  let rest = fold(text);
  for (const date of [...dates].reverse()) rest = `${rest.slice(0, date.start)} ${rest.slice(date.end)}`;
  for (const time of findTimes(rest).reverse()) rest = `${rest.slice(0, time.start)} ${rest.slice(time.end)}`;
  const words = rest
    .replace(
      /(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|thứ \p{L}+|chủ nhật|星期.|周.|الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد/gu,
      '',
    )
    .match(/\p{L}+/gu);
  return (words ?? []).every((word) =>
    /^(?:date|dated|issued|published|posted|released?|updated|on|the|le|el|den|dem|am|vom|du|du|ngày|г|года|year|день|date|fecha|datum|дата|التاريخ|بتاريخ|في|日期|发布|日|st|nd|rd|th|of|utc|gmt|est|edt|et|publié|publicado|veröffentlicht|опубликовано|đăng|lúc|at)$/u.test(
      word,
    ),
  );
}
