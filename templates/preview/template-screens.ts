import { mkdirSync, writeFileSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { languages } from '../../functions/_shared/domain/newsroom.ts';
import { editionSchema } from '../../functions/_shared/domain/release.ts';
import { createRenderer } from '../../functions/compose-emails/renderer.ts';
import { templatesDirectory } from '../../functions/compose-emails/templates-directory.ts';
import { sampleEdition, sampleNotices, sampleProof } from '../samples/sample-editions.ts';
import { sampleNewsroom, samplePublicUrl } from '../samples/sample-newsroom.ts';
import { samplePictureSvg } from '../samples/sample-picture.ts';

/**
 * `npm run screens [-- DIRECTORY]`: makes screenshots of every edition and notice in every language as on a phone:
 * light, dark and without pictures, side by side in one small picture. Needs Chromium (`CHROMIUM`, otherwise Debian's).
 */
const directory = process.argv[2] ?? 'docs/screens';
const renderer = createRenderer({
  newsroom: sampleNewsroom,
  templatesDirectory,
  publicUrl: samplePublicUrl,
});

async function mails(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const language of languages) {
    for (const edition of editionSchema.options) {
      const result = await renderer.renderEdition(sampleEdition(edition, language));
      if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join(' '));
      found.set(`${edition}.${language}`, result.email.html);
    }
    const proof = await renderer.renderProof(sampleProof(language), sampleEdition('embargoed', language));
    found.set(`proof.${language}`, proof.html);
    // The layout of notices is the same in every language: one language per writing direction is enough.
    if (language !== 'en' && language !== 'ar') continue;
    for (const notice of sampleNotices(language))
      found.set(`${notice.kind}.${language}`, (await renderer.renderNotice(notice)).html);
  }
  return found;
}

/** Fills the slots with sample values. */
function filled(html: string): string {
  return html
    .replaceAll(/SLOT\w{1,80}?urlTOLS/g, `${samplePublicUrl}/r/centre`)
    .replaceAll(/SLOT\w{1,80}?localTOLS/g, '09:00 (UTC+2)')
    .replaceAll(/SLOT\w{1,80}?nameTOLS/g, 'Press');
}

async function photograph(
  browser: Browser,
  html: string,
  look: { dark: boolean; pictures: boolean },
): Promise<Buffer> {
  const page = await browser.newPage({
    viewport: { width: 375, height: 700 },
    colorScheme: look.dark ? 'dark' : 'light',
  });
  await page.route('**/*', (route) =>
    look.pictures
      ? route.fulfill({ contentType: 'image/svg+xml', body: samplePictureSvg })
      : route.abort('blockedbyclient'),
  );
  await page.setContent(filled(html), { waitUntil: 'load' });
  const picture = await page.screenshot({ fullPage: true, type: 'png' });
  await page.close();
  return picture;
}

/** The three pictures side by side, compressed to WebP by Chromium. */
async function paste(browser: Browser, pictures: readonly Buffer[]): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: 3 * 204 + 6, height: 300 } });
  const images = pictures.map(
    (picture) => `<img width="204" src="data:image/png;base64,${picture.toString('base64')}">`,
  );
  await page.setContent(
    `<body style="margin:0;display:flex;gap:3px;align-items:flex-start;background:#777">${images.join('')}</body>`,
    { waitUntil: 'load' },
  );
  const { height } = await page.locator('img').evaluateAll((all) => ({
    height: Math.max(...all.map((image) => image.clientHeight)),
  }));
  await page.setViewportSize({ width: 3 * 204 + 6, height: Math.min(1800, height) });
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 32 });
  await page.close();
  return Buffer.from(data, 'base64');
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
mkdirSync(directory, { recursive: true });
let bytes = 0;
for (const [name, html] of await mails()) {
  const pictures: Buffer[] = [];
  for (const look of [
    { dark: false, pictures: true },
    { dark: true, pictures: true },
    { dark: false, pictures: false },
  ])
    pictures.push(await photograph(browser, html, look));
  const pasted = await paste(browser, pictures);
  writeFileSync(`${directory}/${name}.webp`, pasted);
  bytes += pasted.length;
}
await browser.close();
console.log(`${directory}: ${Math.round(bytes / 1000)} kB`);
