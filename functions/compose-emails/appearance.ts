import { readableOn } from '../_shared/domain/contrast.ts';
import { directionOf } from '../_shared/domain/languages/languages.ts';
import type { Language, Newsroom } from '../_shared/domain/newsroom.ts';
import { type Scope, Setting } from './template.ts';

const latin = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";
const serif = "Georgia,'Times New Roman',serif";
const arabic = "'Segoe UI','Geeza Pro','Noto Naskh Arabic',Tahoma,Arial,sans-serif";
const chinese = "'PingFang SC','Microsoft YaHei','Noto Sans SC','Noto Sans CJK SC',sans-serif";

/** Only fonts that readers' machines have and that contain every letter of the language. */
const europeanFaces = { text: latin, headline: serif };
const otherFaces: Partial<Record<Language, { text: string; headline: string }>> = {
  // Georgia lacks Vietnamese.
  vi: { text: latin, headline: latin },
  ar: { text: arabic, headline: arabic },
  zh: { text: chinese, headline: chinese },
};

/** Colours that are the same for every newsroom. */
const palette = {
  page: '#eef1f4',
  card: '#ffffff',
  ink: '#1b1f24',
  muted: '#57606a',
  rule: '#d5dbe1',
  darkPage: '#0f1318',
  darkCard: '#181d23',
  darkInk: '#e6e9ed',
  darkMuted: '#a9b2bc',
  darkRule: '#3a434d',
};

/** Colours, fonts and directions as settings for the templates: `look.ink`, `look.start` … */
export function lookOf(newsroom: Newsroom, language: Language): Scope {
  const { brand } = newsroom;
  const rightToLeft = directionOf(language) === 'rtl';
  const colours = {
    ...palette,
    primary: brand.primary,
    onPrimary: brand.onPrimary,
    link: readableOn(brand.primary, palette.page),
    darkLink: readableOn(brand.primary, palette.darkCard),
  };
  const faces = otherFaces[language] ?? europeanFaces;
  const settings = {
    ...colours,
    direction: directionOf(language),
    start: rightToLeft ? 'right' : 'left',
    end: rightToLeft ? 'left' : 'right',
    font: faces.text,
    headlineFont: faces.headline,
    logoWidth: brand.logoWidth,
    logoHeight: brand.logoHeight,
    language,
  };
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, new Setting(value)]));
}
