import type { Token } from 'markdown-it';
import type { Problem } from '../../../_shared/domain/report.ts';
import { problem } from '../../problems.ts';
import { cleanLine } from '../../words/clean-text.ts';
import { pictureFile } from '../publishable-link.ts';
import type { Source, SourceBlock } from '../source.ts';

/** The picture as a block; none when it cannot be published. */
export function readImage(token: Token, at: number, source: Source): SourceBlock[] {
  const written = `${token.attrGet('src') ?? ''}`;
  const file = pictureFile(written);
  const alt = cleanLine(token.content);
  const caption = cleanLine(`${token.attrGet('title') ?? ''}`);
  if (alt !== '') source.margins.push({ where: 'hidden text', at, text: alt.slice(0, 2000) });
  if (file !== null)
    return [{ type: 'image', image: { file, alt: alt || null, caption: caption || null, credit: null }, at }];
  source.problems.push(unusablePicture(written, at));
  return [];
}

/** A picture on an unsafe server is left out; a path that leads nowhere is a picture the desk meant to drop. */
function unusablePicture(written: string, at: number): Problem {
  const shown = `“${cleanLine(written).slice(0, 80)}”`;
  return /^(?:http|data):/i.test(written.trim())
    ? problem(
        'remote-content-left-out',
        `The picture ${shown} was left out.`,
        { line: at },
        'Drop the picture beside the release and name it there.',
      )
    : problem('image-missing', `The picture ${shown} is not beside the release.`, {
        line: at,
        field: 'images',
      });
}
