import mjml2html from 'mjml';
import { TemplateFault } from './template.ts';
import { checkWellFormed } from './well-formed.ts';

/**
 * MJML → HTML, or a `TemplateFault`. The only importer of mjml, which is slow to load and large. Fonts are the
 * readers' own: MJML's default list would have every mail call on Google. Minifying at run time costs seconds.
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

/** MJML indents deeply; the blanks are a fifth of the bytes that Gmail counts before it clips. */
function trimLines(html: string): string {
  return html
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}
