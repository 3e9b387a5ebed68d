import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FormBody } from '../../../../functions/_shared/aws/form-body.ts';
import { joinPieces, type Piece } from '../../../../functions/_shared/domain/message-pieces.ts';

const addressed = { from: 'press@news.example', to: 'ann+x@paper.example', tags: { release: 'forum' } };
const words = fc.array(fc.stringMatching(/^[ -~]{0,20}$/), { minLength: 5, maxLength: 5 });

it('every reader gets their own message, byte for byte, as if it had been encoded for them alone', () => {
  // The same bytes between other words for each reader, as an edition is.
  const edition = fc.record({
    literals: fc.array(fc.uint8Array({ maxLength: 300, size: 'max' }), { minLength: 1, maxLength: 5 }),
    readers: fc.array(words, { minLength: 1, maxLength: 8 }),
  });
  fc.assert(
    fc.property(edition, ({ literals, readers }) => {
      const form = new FormBody('newsroom');
      for (const reader of readers) {
        const raw: Piece[] = literals.flatMap((literal, i) => [reader[i] ?? '', literal]);
        const [, written] = form
          .write({ ...addressed, raw })
          .toString()
          .split('&RawMessage.Data=');
        expect(written).toBe(encodeURIComponent(joinPieces(raw).toString('base64')));
      }
    }),
    { numRuns: 300 },
  );
});
