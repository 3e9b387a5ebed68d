import type { Problem } from '../_shared/domain/report.ts';
import { problem } from './problems.ts';
import type { Source } from './source.ts';

export function readHtml(_text: string, _firstLine: number): Source | Problem {
  return problem('file-kind-unsupported', 'Web pages are not read yet.');
}
