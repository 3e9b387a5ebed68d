import type { Vocabulary } from './vocabulary.ts';

const kind =
  '{media|press|news|pr|journalist|editorial|primary|communications|investor[ and media]|agency|company|roads|local|international|main}';
const kinds = `[${kind}{ |/|&|,| / | & |, }][${kind}{ |/|&|,| / | & |, }][${kind}{ |/|&|,| / | & |, }]`;

const people =
  'contact[s]|contact {information|details|person|persons|us}|inquir~|inquries|enquir~|queries|relations|office';
const matters = 'information|info|enquir~|inquir~|details|queries|questions';

const publishing = 'publi~|releas~|broadcast|distribut~|use|circulat~|print~|transmission';
const doing =
  'publish|release|broadcast|distribut|use|print|share|report|circulat|disclos|quot|summari|cit|reproduc|transmit|post|disseminat|announc|mention';
const notYet = 'before|until|prior to|prior|till|earlier';

export const en: Vocabulary = {
  language: {
    script: 'Latin',
    iso: 'eng',
    common: 'the of and to in for with is that by on will has was are from at this',
  },
  lines: {
    labels: [
      '{press|news|media}[ ]release | {press|media} statement | press notice | news bulletin',
      '{media|press|news} advisory | media {alert|note|invitation} | press {note|information|conference}',
      'note to [the ]{media|correspondents|editors and correspondents} | for the media',
      'news | press | statement | official {press release|statement}',
      '{joint|original|full|official|text of [the ]original|our} {press[ ]release|statement|press statement|release}',
    ],
    numbers: 'n | n. | no | no.',
    immediate:
      'for immediate {release|publication|distribution|use}[ {to|of} …4] | immediate release[ to …4] | release<3>immediate',
    until: 'until',
    instructions: 'for immediate release | [strictly ][under ]embargo[ed]',
    ends: 'end | ends | end of [press |news ]release | the end | xxx',
    more: "more | more follows | continued[ on next page] | continues | cont[']d",
    pages: 'page[.][ ]#[[ ]{of|/}[ ]#]',
    webPage: [
      'skip to [main ]content | scroll to top | back to top | follow us | share[ this][ page| article]',
      'search[ for] | menu | home | print[ this page] | subscribe | sign in | log[ ]in | contact us | # min read',
      'author | published | read more | related | cookie~<40> | accept[ all][ cookies] | tweet | facebook',
      'twitter | linkedin | email | breadcrumb | language | close | next | previous',
    ],
    besideDates: [
      'date | dated | issued | published | posted | release | released | updated | on | the | year | day | st | nd',
      'rd | th | of | utc | gmt | est | edt | et | at',
    ],
    neverLast: 'of the and or a an in to for at by with on from as that',
    contacts: [
      `[for ][the ]${kinds}[and ][media |press ]{${people}}[ {only|to|for [the ]{media|press|journalists|editors}}]`,
      `for {more|further|additional|media|press|any|all}[ media| press] {${matters}}[[,] [please ]{contact|call|visit|email}]`,
      '[please ]contact | contacts information',
    ],
    notes: [
      "note[s] {for|to} [the ]{editor|editors|journalist|journalists|media} | editor[s]['] note[s]",
      'note | notes | background[ information][ for editors]',
    ],
    about: 'about <81> | safe harbo[u]r<40> | forward-looking statement[s]<40>',
    notAbout: 'about #<81>',
  },
  dateline: {
    before: 'on | the | dated',
    after: 'year',
    notPlaces: [
      'background | note | notes | update | updated | what | when | where | who | why | how | time | date | location',
      'contact | media | press | news | embargo~ | release | for | immediate | the | a | an | this | today | in | at',
      'on | by | from | published | posted | issued | dear | summary | key | about | quote | photo | caption | source',
      'fact | facts | figure | warning | important | correction | press release | news release | media advisory',
      'subject | re | to | cc | event | rsvp | tip | report | statement | we | our | its | his | her',
    ],
    inPlaces: 'of | and | the | an | in | upon | st[.]',
  },
  contacts: {
    openings: [
      '{media|press|news|pr|public relations|editorial}<20>{contact[s]|inquiries|enquiries|queries|office}',
      'contact[s] | contact[s] {information|details}',
    ],
    sentences: [
      'for {more|further|additional|any|all|press|media} …12 {contact|call|e[-]mail|visit|reach|write}~',
      'for {media|press|interview}~ …8:',
      '{media|press|journalist[s]|reporter[s]} …10 {contact|call|e[-]mail|reach}~ | please {contact|direct}~',
    ],
    labels: [
      '[for ][{media|press|news|further|more|additional} ][{media|press|news|further|more|additional} ]{contact[s]|inquiries|enquiries|information|queries}[ {information|details|person|us|for media}]',
    ],
    sentenceBegins: 'for | please | media | press | journalists | reporters',
    verbs: '{contact|call|e[-]mail[ or call]|write to|reach|visit}[ us| with| at| to]',
    fields: [
      'e[-]mail[s] | mail | tel[ephone] | phone[s] | ph | mobile | mob | cell[ular] | office | fax | website',
      'web | site | www | twitter | x | whatsapp | name | switchboard | out of hours | press enquiries | ext',
      'm | p | f | e | t | d | direct | o',
    ],
    telephones: 'office | mobile | cell | o | m | h | w | tel | direct | work',
    extension: 'ext[.] | x | extension',
    at: 'at',
    dot: 'dot',
    titles: 'mr | mrs | ms | mx | dr | prof | sir',
    offices: [
      'office | organi{s|z}ation[s] | world | international | national | government | fund | society | network',
      'academy | college | school | hospital | museum | court | police | chamber | alliance | initiative',
      'services | affairs | newsroom | ministry | department | press | media | team | agency | university',
      'group | inc | ltd | llc | foundation | institute | council | communication[s] | relations | manager',
      'director | officer | head | spokes~ | analyst | coordinator | specialist | adviser | advisor',
      'assistant | secretary | editor | association | federation | committee | commission | bank | company',
      'corp~ | enquir~ | inquir~ | inquries | general | desk | service | unit | center | centre | program',
      'programme | project | union | authority | women | nations | viet[ ]nam | postgresql',
    ],
    nobody: [
      'media | press | investor[s] | investor relations | public relations | general | for media | for press',
      '{media|press} contact[s] | contact[s] | or | and | at | on | to | tel | email | phone | call | or call',
      'e[-]mail us | call us | us | by | via | please | e-mail | at: | please contact | website',
    ],
    joinsBefore: 'or | and | on | at | by | via | please | to',
    joinsAfter: 'on | at | via | by | or | and',
    margins: 'contact | press | media',
  },
  headline: {
    contents: '[table of ]contents<80>',
    facts: 'what | when | where | who | why | how | time | date | location | venue | rsvp | note',
    drafts: 'confidential | draft',
    asides: 'planning purposes~ | not for {publication|release|broadcast|distribution}~',
    letters: 'dear ~ | to: ~ | from: ~ | subject: ~ | date: ~ | re: ~ | cc: ~ | hi ~ | hello ~',
    addresses: 'p[.][ ]o[.] box | blvd | street | avenue | suite # | #{st|nd|rd|th} floor',
    statements: 'statement',
    forms: '{press|news|media} {release|statement|advisory|office}',
    institutions: [
      '[the ]{ministry|department|office|embassy|bureau|agency|university|government|republic}~',
      '[the ]{city|county|state|board} of',
    ],
  },
  dates: {
    weekdays: [
      'monday | mon',
      'tuesday | tues | tue',
      'wednesday | weds | wed',
      'thursday | thurs | thur | thu',
      'friday | fri',
      'saturday | sat',
      'sunday | sun',
    ],
    months: [
      'january | jan',
      'february | feb',
      'march | mar',
      'april | apr',
      'may',
      'june | jun',
      'july | jul',
      'august | aug',
      'september | sept | sep',
      'october | oct',
      'november | nov',
      'december | dec',
    ],
    ordinals: 'st | nd | rd | th',
    before: 'the',
    ofMonth: 'day of | day | of',
    ofYear: 'of',
  },
  times: {
    am: 'a[.][ ]m[.] | morning',
    pm: 'p[.][ ]m[.] | afternoon | evening',
    inThe: 'in the',
    hours: 'hours | hr[s][.] | h',
    oClock: "o'clock",
    minutes: 'min[utes] | m',
    noon: 'noon | midday',
    midnight: 'midnight',
  },
  embargo: {
    word: '~embarg~ | e[ ]m[ ]b[ ]a[ ]r[ ]g[ ]o~',
    statements: [
      '[strict[ly] ][media |press |news |under ]embarg~ …3 {until|till|til|to|for|before|lift[s]|end[s]|expire[s]|through}',
      'under [a |an |the ][strict |strictest |full ][media |press ]embargo~ | embargoed',
      '~e[ ]m[ ]b[ ]a[ ]r[ ]g[ ]o[ ]e[ ]d~ | e m b a r g o',
      `[strictly ]not {for|to be} …8 {${publishing}|used|online|reported}~[ or ~][ or ~][ or ~][ in any form][,] {${notYet}}`,
      `{{do|must|may|should|shall|can|is|are} not|cannot|can't|don't|never} [to ][be ]{${doing}}~ …12 {${notYet}}`,
      'hold {for|until|till} {release|publication|#|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec}~',
      '{no|not any} {publication|release|broadcast|use|distribution|coverage} …4 {before|until|prior to|till}',
      '{publication|release|broadcast} [is ]{prohibited|forbidden|restricted|withheld|not permitted|not allowed} …3 {before|until|prior}',
      '{for|embargo} {publication|release|use|broadcast} …3 {not before|no earlier than|not earlier than|on or after|only after}',
      '{confidential|private|restricted} until',
    ],
    headings: '[press |media |news ]embargo[ {date|time|date and time|notice|instruction[s]}]_{:|-|$}',
    releaseAt:
      'for [general |public |media |press |official ]{release|publication|broadcast}_{at|on|to|by|from|after|as of|#|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|noon|midnight|(|$}~',
    releaseHeadings: [
      '{release|publication|publish|release date|release time|date of release|time of release|release on|to be released|will be released}[ on| at][ date][ and time| time][ on| at]_:',
      '{to be {released|published}|release} {on|at}',
    ],
    onDelivery: 'for release on delivery | hold {until|for} delivery',
    denials: [
      '{no|without|not under} [a |an |any |media |press ]embargo~ | ~not embargoed~',
      '~embargo[ date| until][ ]{:|-}[ ]{none|no|n/a|nil|not applicable|-}[ ][.]$',
      '~embargo [has been |was |is ][already ]{expired|removed}~',
    ],
    trade: [
      '{arms|weapon[s]|oil|trade|economic|export|import|fuel|gas|food|grain|crude|military|naval|air|travel|u.s.|us}[ |-]embargo~',
      '{american|cuba[n]|russian|iranian|eu|european|un|security council|defen{c|s}e|diamond|technology|chip|beef}[ |-]embargo~',
      '{timber|fish|wheat|nuclear|petroleum|coal|gold}[ |-]embargo~ | ~embargo[s|es] {on|against|imposed}~',
    ],
    sanctions: '~blockade~ | ~sanction~',
    publishing: '~publi{sh|ca|ci}~ | ~release~ | ~broadcast~',
    toEditors: '~publi~ | ~release~ | ~press~ | ~media~ | ~editor~',
    thisRelease:
      '~{press|news|media|this} {release|statement|information|material|report|document}~ | ~journalist~ | ~editors~',
    instructions: '[strictly ][under ]embargo[ed]{ until|:| -}~',
    stamps: '{publication|publish}~',
    ends: 'until | till | til | before | after | once | when | pending',
    pointing: 'above below stated indicated given specified shown lifting publishing',
    small: [
      'until till til to at on the by of for from not no earlier than before after prior strictly and or is be in this',
      'date time hours hour hrs hr h local release released publication publish published broadcast distribution use',
      'print online news media press embargo embargoed lifts lift lifted ends end day same sharp only exactly',
      'monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun',
      'st nd rd th utc gmt s t o er',
    ],
    relative: [
      'tomorrow | today | tonight | yesterday | next | following | later | day[s] | week[s] | month[s] | minute[s]',
      'tbc | tbd | tba | to be confirmed | further notice | approximately | approx | about | circa | around',
    ],
    uncertain: '{tbc|tbd|tba|to be confirmed|later|or}~',
    inPlace: 'in | at',
    or: 'or',
  },
};
