import mjml2html from 'mjml';
import { TemplateFault } from './template.ts';
import { checkWellFormed } from './well-formed.ts';

/**
 * Compiles MJML to HTML, or throws a `TemplateFault`. The only file that imports mjml, which is large and loads slowly.
 * `fonts` is empty because MJML's default list would load fonts from Google in every mail. Minifying at run time would
 * take seconds.
 */
export async function compileMjml(source: string, file: string): Promise<string> {
  checkWellFormed(source, file);
  const { html, errors } = await compile(source, file);
  const first = errors[0];
  if (first) throw new TemplateFault('template-invalid', first.message, file, first.line);
  return trimLines(html);
}

async function compile(source: string, file: string): ReturnType<typeof mjml2html> {
  try {
    return await mjml2html(source, {
      validationLevel: 'strict',
      keepComments: false,
      fonts: {},
      minify: false,
      beautify: false,
      ignoreIncludes: true,
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new TemplateFault('template-invalid', message, file, 1);
  }
}

/** MJML indents deeply. The white space is a fifth of the bytes that count towards Gmail's clipping limit. */
function trimLines(html: string): string {
  return html
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}
