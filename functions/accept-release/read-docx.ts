import type { Problem } from '../_shared/domain/report.ts';
import { problem } from './problems.ts';
import type { Source } from './source.ts';

export function readDocx(_bytes: Uint8Array): Source | Problem {
  return problem('file-kind-unsupported', 'Word documents are not read yet.');
}
