import * as z from 'zod';
import { countryCode } from '../../_shared/domain/countries.ts';
import { fold } from '../words/clean-text.ts';

/** Zones of places whose names differ from their IANA zone's, or that stand for a country or a US state. */
const written: Record<string, string> = {
  'Asia/Ho_Chi_Minh':
    'hanói|ha noi|hanoi|hanoï|hô chi minh-ville|hô-chi-minh-ville|ханое|ханоя|hà nội|ho chi minh city|hcmc|saigon|sài gòn|thành phố hồ chí minh|tp.hcm|tp. hồ chí minh|đà nẵng|da nang|danang|huế|hue|hải phòng|hai phong|cần thơ|can tho|viet nam|vietnam|việt nam|вьетнам|ханой|越南|河内|هانوي|فيتنام',
  'America/New_York':
    'nova iorque|new york city|new york, n.y.|nueva york|nova york|нью-йорк|纽约|نيويورك|washington|washington, d.c.|washington dc|вашингтон|华盛顿|واشنطن|boston|atlanta|miami|philadelphia|baltimore|connecticut|conn.|delaware|georgia, usa|maine|maryland|massachusetts|mass.|new hampshire|new jersey|n.j.|north carolina|n.c.|ohio|pennsylvania|pa.|rhode island|south carolina|vermont|virginia|va.|west virginia|d.c.|brooklyn|stamford|cleveland|pittsburgh',
  'America/Chicago':
    'dallas|houston|austin|san antonio|fort worth|minneapolis|st. louis|new orleans|milwaukee|kansas city|nashville|memphis|alabama|arkansas|illinois|ill.|iowa|kansas|louisiana|minnesota|minn.|mississippi|missouri|nebraska|oklahoma|texas|tex.|wisconsin|wis.|чикаго|芝加哥',
  'America/Denver': 'colorado|colo.|montana|new mexico|utah|wyoming|salt lake city|albuquerque',
  'America/Phoenix': 'arizona|ariz.|tucson',
  'America/Los_Angeles':
    'california|calif.|nevada|washington state|san francisco|san diego|san jose, calif.|seattle|oakland|sacramento|santa ana|las vegas|mountain view|palo alto|cupertino|portland, ore.',
  'America/Toronto': 'ottawa|montreal|montréal|quebec|québec|ontario',
  'Europe/London':
    'london|londres|лондон|伦敦|倫敦|لندن|edinburgh|cardiff|manchester|birmingham|glasgow|cambridge|oxford|united kingdom|uk|england|scotland|wales|royaume-uni|reino unido|großbritannien',
  'Europe/Paris':
    'estrasburgo|paris|париж|巴黎|باريس|lyon|marseille|strasbourg|toulouse|lille|bordeaux|nice|france|frankreich|francia|франция|فرنسا|法国',
  'Europe/Berlin':
    'berlim|munique|berlin|берлин|柏林|برلين|münchen|munich|hamburg|frankfurt|frankfurt am main|köln|cologne|bonn|stuttgart|düsseldorf|leipzig|dresden|germany|deutschland|allemagne|alemania|германия|ألمانيا|德国',
  'Europe/Zurich':
    'genebra|zurique|berna|geneva|genève|genf|ginebra|женева|جنيف|日内瓦|bern|berne|zürich|basel|davos|lausanne|switzerland|schweiz|suisse',
  'Europe/Vienna': 'wien|vienne|viena|вена|فيينا|维也纳|austria|österreich|graz|salzburg',
  'Europe/Brussels': 'bruxelas|bruxelles|brüssel|bruselas|брюссель|بروكسل|布鲁塞尔|belgium',
  'Europe/Rome': 'milão|roma|rom|рим|روما|罗马|milan|milano|italy|italia',
  'Europe/Amsterdam': 'haia|the hague|la haye|la haya|den haag|гаага|لاهاي|海牙|netherlands',
  'Europe/Madrid': 'madri|мадрид|مدريد|马德里|barcelona|sevilla|valencia|españa|spain|bilbao',
  'Europe/Moscow':
    'moscovo|moscow|москва|moscou|moscú|moskau|موسكو|莫斯科|санкт-петербург|st. petersburg|россия|russia',
  'Europe/Kyiv': 'kiev|київ|киев',
  'America/Mexico_City': 'cidade do méxico|ciudad de méxico|mexico|méxico|mexiko|мехико|cdmx|méxico, d.f.',
  'America/Bogota': 'bogotá|colombia|medellín|cali',
  'America/Lima': 'lima|perú',
  'America/Santiago': 'santiago de chile',
  'America/Argentina/Buenos_Aires': 'buenos aires',
  'America/Sao_Paulo':
    'brasília|brasilia|são paulo|rio de janeiro|belo horizonte|curitiba|porto alegre|brasil|brazil',
  'Europe/Lisbon': 'lisboa|lissabon|lisbonne|porto|coimbra|лиссабон|里斯本|portugal',
  'America/Panama': 'cidade do panamá|panamá|ciudad de panamá',
  'Africa/Cairo': 'cairo|le caire|el cairo|القاهرة|مصر|каир|egypt',
  'Asia/Riyadh': 'riyadh|الرياض|jeddah|جدة|saudi arabia',
  'Asia/Dubai': 'dubai|دبي|abu dhabi|أبوظبي|أبو ظبي|uae',
  'Asia/Qatar': 'doha|الدوحة|qatar',
  'Asia/Amman': 'amman|عمان|عمّان',
  'Asia/Beirut': 'beirut|بيروت|beyrouth',
  'Africa/Casablanca': 'rabat|الرباط|casablanca|الدار البيضاء',
  'Africa/Tunis': 'tunis|تونس',
  'Africa/Algiers': 'alger|algiers|الجزائر',
  'Asia/Shanghai':
    'pequim|xangai|beijing|北京|peking|pékin|pekín|пекин|بكين|上海|shanghai|广州|guangzhou|深圳|shenzhen|china|中国|中國|杭州|成都|南京|武汉|天津',
  'Asia/Hong_Kong': 'hong kong|香港',
  'Asia/Taipei': 'taipei|台北|臺北',
  'Asia/Tokyo': 'tóquio|tokyo|東京|东京|токио|طوكيو|tokio|japan|osaka|kyoto',
  'Asia/Seoul': 'seoul|首尔|сеул|korea',
  'Asia/Kolkata': 'new delhi|delhi|mumbai|bangalore|bengaluru|chennai|hyderabad|kolkata|pune|india|नई दिल्ली',
  'Asia/Bangkok': 'bangkok|曼谷|thailand',
  'Asia/Phnom_Penh': 'phnom penh|cambodia',
  'Asia/Manila': 'manila|philippines|quezon city',
  'Asia/Jakarta': 'jakarta|indonesia',
  'Asia/Jerusalem': 'jerusalem|tel aviv|israel',
  'Asia/Dhaka': 'dhaka|bangladesh',
  'Asia/Karachi': 'islamabad|karachi|lahore|pakistan',
  'Australia/Sydney': 'sydney|canberra|melbourne',
  'Africa/Nairobi': 'nairobi|kenya|найроби|内罗毕|نيروبي',
  'Africa/Addis_Ababa': 'addis ababa|addis-abeba',
  'Africa/Johannesburg': 'johannesburg|pretoria|cape town|south africa',
  'Africa/Lagos': 'abuja|lagos|nigeria',
};

let zones: Map<string, string> | undefined;
function zonesByPlace(): Map<string, string> {
  if (zones) return zones;
  zones = new Map();
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    const city = zone.split('/').at(-1);
    if (city && zone.includes('/') && !zone.startsWith('Etc/'))
      zones.set(fold(city.replaceAll('_', ' ')), zone);
  }
  for (const [zone, names] of Object.entries(written))
    for (const name of names.split('|')) zones.set(fold(name.normalize('NFC')), zone);
  return zones;
}

/** The IANA zone of a city, a US state or a country; of a country with several clocks, the most common. Null if unknown. */
export function zoneOfPlace(place: string): string | null {
  return zonesOfPlace(place)[0] ?? null;
}

/** The same, with a zone for each clock that a country keeps: “Canada time” can be any of six. None if unknown. */
export function zonesOfPlace(place: string): string[] {
  const known = zonesByPlace();
  const whole = fold(place).trim();
  const parts = [whole, ...whole.split(/[,(/]/).map((part) => part.trim().replace(/\)$/, '').trim())];
  // Paris, Texas
  const state = parts[2] !== undefined && isUsState(parts[2]) ? known.get(parts[2]) : undefined;
  if (state) {
    const city = known.get(parts[1] ?? '');
    return [city?.startsWith('America/') ? city : state];
  }
  const named = parts.map((part) => known.get(part)).find((zone) => zone !== undefined);
  if (named !== undefined) return [named];
  // A country named as such, or after its city: `Kisumu, Kenya`.
  return parts.map(zonesOfCountry).find((zones) => zones.length > 0) ?? [];
}

const usStates =
  'alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho|illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|montana|nebraska|nevada|new hampshire|new jersey|new mexico|new york|north carolina|north dakota|ohio|oklahoma|oregon|pennsylvania|rhode island|south carolina|south dakota|tennessee|texas|utah|vermont|virginia|washington|west virginia|wisconsin|wyoming|ala|ariz|ark|calif|colo|conn|del|fla|ga|ill|ind|kan|ky|la|md|mass|mich|minn|miss|mo|mont|neb|nev|n.h|n.j|n.m|n.y|n.c|n.d|okla|ore|pa|r.i|s.c|s.d|tenn|tex|vt|va|wash|w.va|wis|wyo|al|ak|az|ar|ca|co|ct|de|fl|hi|id|il|in|ia|ks|me|ma|mi|mn|ms|mt|ne|nv|nh|nj|nm|ny|nc|nd|oh|ok|or|ri|sc|sd|tn|tx|ut|wv|wi|wy|d.c|dc';
const states = new Set(usStates.split('|'));
/** `Texas`, `Conn.`, `MA`: what follows a city in a US dateline. */
export function isUsState(region: string): boolean {
  return states.has(fold(region).trim().replace(/\.$/, ''));
}

/** Whether a place named in a text is a country. */
export function isCountry(name: string): boolean {
  return countryCode(fold(name)) !== null;
}

/** A zone for each clock that a country keeps, the most common first. */
function zonesOfCountry(name: string): string[] {
  const code = countryCode(name);
  if (code === null) return [];
  // Which zones a country has is known to newer runtimes only; elsewhere a country says nothing about the hour.
  const locale = new Intl.Locale(`und-${code}`);
  if (!('getTimeZones' in locale) || typeof locale.getTimeZones !== 'function') return [];
  const zones = z.array(z.string()).catch([]).parse(locale.getTimeZones());
  const byOffset = Map.groupBy(zones, offsetInJune);
  return [...byOffset.values()].sort((a, b) => b.length - a.length).flatMap(([first]) => first ?? []);
}
function offsetInJune(zone: string): string {
  return new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).format(
    Date.UTC(2025, 5, 12),
  );
}
