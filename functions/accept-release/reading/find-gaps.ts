import type { Problem } from '../../_shared/domain/report.ts';
import type { Understanding } from '../fields/understanding.ts';
import { type ProblemCode, problem } from '../problems.ts';

const gaps: [RegExp, ProblemCode][] = [
  [
    /\[(?:insert|tbc|tbd|xx+|add|name|date|quote|to come|tk|link|placeholder|à compléter|einfügen|chèn|вставить)(?:[\s\w]{0,30})\]|\bTKTK\b|\bXX\/XX\b|lorem ipsum/iu,
    'placeholder-left',
  ],
  [
    /\{\{[^{}\n]{1,80}\}\}|\{%[^%\n]{1,80}%\}|\$\{[^}\n]{1,80}\}|<mj-[a-z]+|<%[^%]{1,80}%>/u,
    'template-syntax',
  ],
];

/** Characters of a line that are searched. */
const lookedAt = 20_000;

/** Placeholders and template syntax that stayed in the text: the first of each, unless it was already reported. */
export function findGaps({ lines, roles, leftOut }: Understanding): Problem[] {
  return gaps.flatMap(([pattern, code]) => {
    if (leftOut.some((known) => known.code === code)) return [];
    for (const { id, text, at } of lines) {
      const match = roles[id] === 'furniture' ? null : pattern.exec(text.slice(0, lookedAt));
      if (match) return [problem(code, `“${match[0].slice(0, 60)}” stands in the text.`, { line: at })];
    }
    return [];
  });
}
