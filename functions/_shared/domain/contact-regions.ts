import { languages as spoken } from './newsroom.ts';

let byName: Map<string, string> | null = null;

/** Every country's name in the product's languages → ISO 3166 alpha-2. */
function names(): Map<string, string> {
  if (byName) return byName;
  byName = new Map();
  const displays = spoken.map(
    (language) => new Intl.DisplayNames([language], { type: 'region', fallback: 'none' }),
  );
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  for (const code of letters.flatMap((first) => letters.map((second) => first + second))) {
    // Codes of the past (DD) are other spellings of those of today.
    if (code === 'ZZ' || new Intl.Locale(`und-${code}`).region !== code) continue;
    for (const display of displays) {
      const name = display.of(code);
      if (name && !byName.has(simple(name))) byName.set(simple(name), code);
    }
  }
  for (const [name, code] of Object.entries(otherNames)) byName.set(name, code);
  return byName;
}

/** Names that the Unicode tables spell otherwise. */
const otherNames: Record<string, string> = {
  'viet nam': 'VN',
  vietnam: 'VN',
  uk: 'GB',
  'great britain': 'GB',
  england: 'GB',
  usa: 'US',
  'united states of america': 'US',
  'lao pdr': 'LA',
  burma: 'MM',
  korea: 'KR',
  'south korea': 'KR',
  'ivory coast': 'CI',
  'russian federation': 'RU',
  uae: 'AE',
  'timor-leste': 'TL',
  'democratic republic of the congo': 'CD',
  'dr congo': 'CD',
  drc: 'CD',
  'republic of the congo': 'CG',
  turkey: 'TR',
  palestine: 'PS',
  'cape verde': 'CV',
  swaziland: 'SZ',
  czechia: 'CZ',
  'czech republic': 'CZ',
};

function simple(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
    .toLowerCase()
    .trim();
}

/**
 * A region in the one spelling that segments compare: a country's ISO 3166 code (`VN`) whatever it was called, any
 * other place in lower case with hyphens (`mekong-delta`). Null for nothing.
 */
export function readRegion(written: string): string | null {
  const text = simple(written);
  if (text === '') return null;
  const code = written.trim().toUpperCase();
  if (/^[A-Z]{2}$/.test(code) && [...names().values()].includes(code)) return code;
  return names().get(text) ?? (text.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '') || null);
}
