import type { Problem } from '../../_shared/domain/report.ts';
import { problem } from '../problems.ts';
import { cleanLine } from '../words/clean-text.ts';
import type { Declaration } from './declaration.ts';
import { parseToml, parseYaml } from './parse-declaration.ts';

const yamlEnd = /^(?:---|\.\.\.)[ \t]*$/m;
const tomlEnd = /^\+{3}[ \t]*$/m;

/** Front matter between `---` (YAML) or `+++` (TOML), and the text below it. */
export function splitFrontMatter(text: string): {
  declaration: Declaration | null;
  body: string;
  firstLine: number;
  problems: Problem[];
} {
  const whole = { declaration: null, body: text, firstLine: 1, problems: [] };
  const opening = /^((?:[ \t]*\n)*)(---|\+\+\+)([^\n]*)\n/.exec(text);
  if (!opening) return whole;
  const [, blank = '', mark = '---', language = ''] = opening;
  const line = blank.split('\n').length;
  if (language.trim() !== '' && /^[-+\s]*$/.test(language)) return whole;
  if (language.trim() !== '')
    return {
      ...whole,
      problems: [
        problem(
          'front-matter-language',
          `The front matter asks to be read as “${cleanLine(language).slice(0, 30)}”.`,
          { line },
        ),
      ],
    };
  const inner = text.slice(opening[0].length);
  const end = (mark === '---' ? yamlEnd : tomlEnd).exec(inner);
  const content = end ? inner.slice(0, end.index) : '';
  if (!end) {
    // `---` on the first line of a text without front matter is only a rule.
    if (!/^[A-Za-z_]{2,30}\s*[:=]/.test(inner)) return whole;
    return {
      ...whole,
      problems: [
        problem('front-matter-unreadable', 'The front matter is opened but never closed.', { line }),
      ],
    };
  }
  if (
    mark === '---' &&
    !/^[ \t]*["']?[\p{L}_$][\p{L}\w$-]*["']?[ \t]*:|^[ \t]*[#{[&!*%]/mu.test(content) &&
    content.trim() !== ''
  )
    return whole;
  const body = inner.slice(end.index + end[0].length).replace(/^\n/, '');
  const firstLine = text.slice(0, text.length - body.length).split('\n').length;
  const declaration =
    mark === '---' ? parseYaml(content, 'front matter', line) : parseToml(content, 'front matter', line);
  return { declaration, body, firstLine, problems: declaration.problems };
}
