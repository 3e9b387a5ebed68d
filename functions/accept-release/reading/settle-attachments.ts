import type { Text } from '../../_shared/domain/release.ts';
import type { Declared } from '../declarations/declared-schema.ts';
import { problem } from '../problems.ts';
import { isSameFile, type Sibling } from './same-file.ts';
import { type Settled, settled } from './settled.ts';

/** The attachments: only the desk names them, and each must lie beside the text. */
export function settleAttachments(
  declared: Declared['attachments'],
  siblings: readonly Sibling[],
): Settled<Text['attachments']> {
  const attachments = (declared ?? []).map((one) => ({
    file: one.file,
    title: 'title' in one ? (one.title ?? null) : null,
  }));
  const missing = attachments.filter(({ file }) => !siblings.some(({ name }) => isSameFile(name, file)));
  return settled(attachments, {
    problems: missing.map(({ file }) =>
      problem('attachment-missing', `The attachment “${file}” is not beside the release.`, {
        field: 'attachments',
      }),
    ),
  });
}
