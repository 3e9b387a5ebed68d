import { expect, it } from 'vitest';
import { attachmentsInWords } from '../../bin/attachment-words.ts';

const same = (text: string) => text;
const plain = { bold: same, dim: same, good: same, bad: same, caution: same };
const beside = ['releases/forum/factsheet.pdf', 'releases/forum/images/photo.jpg'];

it('an attachment that the release does not name is reported as unused, with what to write', () => {
  const [used, unused, fix] = attachmentsInWords(beside, new Set(['factsheet.pdf']), plain)
    .join('\n')
    .split('\n');
  expect(used).toContain('✓ used      factsheet.pdf');
  expect(unused).toContain('not used  images/photo.jpg');
  expect(fix).toContain('images: [{ file: "images/photo.jpg", alt:');
});

it('if a release is rejected, no attachment is used', () => {
  expect(attachmentsInWords(beside, null, plain).join('\n')).not.toContain('✓');
});
