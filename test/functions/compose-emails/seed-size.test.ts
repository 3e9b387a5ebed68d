import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readFiles } from '../../../functions/accept-release/reading/read-files.ts';
import { createRenderer } from '../../../functions/compose-emails/renderer.ts';
import { templatesDirectory } from '../../../functions/compose-emails/templates-directory.ts';
import { sampleNewsroom, samplePublicUrl } from '../../../templates/samples/sample-newsroom.ts';

it('the mail of seed-001, as our reader reads it, is below 45 kB of HTML', async () => {
  const name = 'seed-001.txt';
  const bytes = readFileSync(new URL(`../../../samples/${name}`, import.meta.url));
  const { content } = await readFiles(
    { id: 'seed', files: [{ key: `releases/${name}`, bytes }], siblings: [] },
    { newsroom: sampleNewsroom, now: '2025-06-12T00:00:00Z' },
  );
  const text = content?.texts[0];
  if (!text) throw new Error('the sample was not read');
  const renderer = createRenderer({
    newsroom: sampleNewsroom,
    templatesDirectory,
    publicUrl: samplePublicUrl,
  });
  const result = await renderer.renderEdition({
    text,
    releaseId: 'seed',
    version: 1,
    edition: 'general',
    embargo: null,
    pictures: [],
    attachments: [],
    correction: null,
    kill: null,
    moved: null,
    lift: null,
    sender: { name: null, replyTo: null },
    nonce: 'k3v9Qw7Lm2Zx',
  });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  expect(Buffer.byteLength(result.email.html)).toBeLessThan(45_000);
  expect(result.email.html).toContain('href="mailto:ppko@mps.gov.vn"');
  expect(result.email.text).toContain('hoang.thao@unwomen.org');
});
