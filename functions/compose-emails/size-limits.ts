import type { Problem } from '../_shared/domain/report.ts';
import type { TemplateFault } from './template.ts';

/** Bytes. Gmail shows about 102 kB of a mail's HTML and clips the rest, including the unsubscribe link. */
const mostHtml = 100_000;
const muchHtml = 80_000;
/** Gmail ignores a `<style>` that is longer, or that contains an at-rule inside another. */
const mostStyle = 16_000;
const mostPictures = 1_000_000;

export function styleProblems(html: string): Problem[] {
  const styles = [...html.matchAll(/<style[^<>]*>([^<]*)<\/style>/g)].map(([, css = '']) => css);
  return styles.flatMap((css) => {
    const problems: Problem[] = [];
    if (Buffer.byteLength(css) > mostStyle) problems.push(tooMuchStyle(Buffer.byteLength(css)));
    if (hasNestedAtRule(css)) problems.push(nestedRule);
    return problems;
  });
}

function hasNestedAtRule(css: string): boolean {
  const open: boolean[] = [];
  let isAtRule = false;
  for (const part of css.split(/([{}])/)) {
    if (part === '{' && isAtRule && open.includes(true)) return true;
    if (part === '{') open.push(isAtRule);
    else if (part === '}') open.pop();
    isAtRule = part.includes('@');
  }
  return false;
}

const tooMuchStyle = (bytes: number): Problem => ({
  code: 'style-too-large',
  severity: 'hold',
  message: `The templates' style is ${bytes} bytes long; Gmail ignores more than ${mostStyle}.`,
  fix: 'Shorten the style in templates/parts/head.mjml.',
  where: {},
});

const nestedRule: Problem = {
  code: 'style-nested',
  severity: 'hold',
  message: "The templates' style has one at-rule inside another; Gmail then ignores all of it.",
  fix: 'Write the at-rules in templates/parts/head.mjml one after the other.',
  where: {},
};

/** Checks the HTML as it will be sent, except for slots, which occur only a few times. */
export function sizeProblems(html: string, pictureBytes: number): Problem[] {
  const bytes = Buffer.byteLength(html);
  const problems: Problem[] = [];
  if (bytes >= mostHtml)
    problems.push({
      code: 'email-too-large',
      severity: 'hold',
      message: `The email would be ${Math.round(bytes / 1000)} kB of HTML; Gmail clips it at about 100 kB.`,
      fix: 'Shorten the release, or give its long part as an attachment.',
      where: { field: 'body' },
    });
  else if (bytes > muchHtml)
    problems.push({
      code: 'email-large',
      severity: 'warning',
      message: `The email is ${Math.round(bytes / 1000)} kB of HTML; above 100 kB Gmail clips it.`,
      fix: 'Consider a shorter release.',
      where: { field: 'body' },
    });
  if (pictureBytes > mostPictures)
    problems.push({
      code: 'pictures-too-large',
      severity: 'hold',
      message: `The pictures weigh ${Math.round(pictureBytes / 1000)} kB together; a mail carries at most 1,000 kB.`,
      fix: 'Leave some of the pictures out.',
      where: { field: 'images' },
    });
  return problems;
}

/** Describes a broken template, for the desk and for the people who maintain the templates. */
export function faultProblem(fault: TemplateFault): Problem {
  return {
    code: fault.code,
    severity: 'hold',
    message: `The email could not be composed: ${fault.message} (templates/${fault.file}, line ${fault.line}).`,
    fix: 'Mend the template, deploy it, and drop the release again. Nothing was sent.',
    where: {},
  };
}
