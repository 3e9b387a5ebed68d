import type { Language } from '../../_shared/domain/newsroom.ts';
import type { Problem } from '../../_shared/domain/report.ts';
import type { Declared } from '../declarations/declared-schema.ts';
import { type DetectedLanguage, languageCode } from '../fields/detect-language.ts';
import { type ProblemCode, problem } from '../problems.ts';
import { declaredAt, foundAt, type Origin, type Settled, settled } from './settled.ts';

/** The language that the desk says: in a field, or in the file's name. */
export function declaredLanguage(
  written: Declared['language'],
  origin: Origin | undefined,
  inName: Language | null,
): Settled<Language | null> {
  if (!written)
    return settled(inName, {
      provenance: inName === null ? null : { from: 'declared', source: 'file name', line: null },
    });
  const code = languageCode(written);
  const provenance = declaredAt(origin);
  if (code === null)
    return settled(code, {
      problems: [aboutLanguage('language-unsupported', `The newsroom does not write “${written}”.`)],
      provenance,
    });
  const problems =
    inName === null || inName === code
      ? []
      : [aboutLanguage('language-contradiction', `“language” says ${code}, the file’s name says ${inName}.`)];
  return settled(code, { problems, provenance });
}

/** `forum.vi.md`: the last part of the stem, in a folder's texts only or after another part. */
export function languageInName(key: string, id: string): Language | null {
  const stem = (key.split('/').at(-1) ?? '').replace(/\.[^.]*$/, '');
  const match = /[._]([a-z]{2})(?:-[a-z]{2,4})?$/i.exec(stem);
  if (!match?.[1]) return /^[a-z]{2}$/i.test(stem) && key.includes(`${id}/`) ? languageCode(stem) : null;
  return languageCode(match[1]);
}

/** What a text shows of its language. `stated`: by the page it stands on. */
export interface ShownLanguage {
  detected: DetectedLanguage;
  stated: Language | null;
}

/** The language: as declared, else as the text shows. A text too short to show it gets its page's or the newsroom's language. */
export function settleLanguage(
  { value: declared, provenance }: Settled<Language | null>,
  { detected, stated }: ShownLanguage,
  newsroomLanguage: Language,
): Settled<Language | null> {
  const { language, sure, unsupported } = detected;
  if (declared !== null)
    return settled(declared, { problems: contradictions(declared, detected), provenance });
  // A language was declared that the newsroom does not write; that is reported already.
  if (provenance !== null) return settled(null, { provenance });
  if (unsupported && sure)
    return settled(null, {
      problems: [
        aboutLanguage('language-unsupported', 'The text is in a language that the newsroom does not write.'),
      ],
    });
  if (language !== null && sure) return settled(language, { provenance: foundAt(null) });
  const assumed = assumedLanguage({ detected, stated }, newsroomLanguage);
  if (assumed !== null)
    return settled(assumed, {
      assumptions: [
        { field: 'language', message: `little text to tell the language by; read as ${assumed}` },
      ],
      provenance: { from: 'assumed', source: 'text', line: null },
    });
  return settled(language, {
    problems: [aboutLanguage('language-unsure', 'The language of the text could not be told.')],
  });
}

function contradictions(declared: Language, { language, sure }: DetectedLanguage): Problem[] {
  if (!sure || language === null || language === declared) return [];
  return [
    aboutLanguage(
      'language-contradiction',
      `The release is declared to be in “${declared}”, but its text is in “${language}”.`,
    ),
  ];
}

function assumedLanguage(
  { detected: { language, brief }, stated }: ShownLanguage,
  newsroomLanguage: Language,
): Language | null {
  if (language !== null && stated !== null && stated !== language) return null;
  return language ?? stated ?? (brief ? newsroomLanguage : null);
}

function aboutLanguage(code: ProblemCode, message: string): Problem {
  return problem(code, message, { field: 'language' });
}
