import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noticeSchema } from '../../functions/_shared/domain/notice.ts';
import { samplePublicUrl } from '../../templates/samples/sample-newsroom.ts';
import { samplePictureSvg } from '../../templates/samples/sample-picture.ts';
import { type SampleMail, sampleMails } from './sample-mails.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const mails = await sampleMails();
/** Notices differ only in their words: one language per writing direction is enough. */
const letters = new Set<string>(noticeSchema.options.map(({ shape }) => shape.kind.value));
const named = mails
  .filter(({ name, language }) => name === 'proof' || !letters.has(name) || /en|ar/.test(language))
  .map((mail): [string, SampleMail] => [`${mail.name} in ${mail.language}`, mail]);

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
});
afterAll(() => browser.close());

/** Opens a mail as a mail program does. No network request is made except those of the mail; these are recorded. */
async function open(
  mail: SampleMail,
  width: number,
  pictures = true,
): Promise<{ page: Page; asked: string[] }> {
  const page = await browser.newPage({ viewport: { width, height: 800 } });
  const asked: string[] = [];
  await page.route('**/*', (route) => {
    asked.push(route.request().url());
    return pictures
      ? route.fulfill({ contentType: 'image/svg+xml', body: samplePictureSvg })
      : route.abort('blockedbyclient');
  });
  await page.setContent(mail.html, { waitUntil: 'load' });
  return { page, asked };
}

// Code for the page is a string, because it runs in Chromium and these tests are typed for Node.
const runAxe = `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations'] })
  .then(({ violations }) => violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map((node) => id + ': ' + node.html.slice(0, 200) + ' ' + node.failureSummary)))`;

const sticksOut = `[...document.body.querySelectorAll('*')]
  .filter((one) => one.getBoundingClientRect().right > 320.5 || one.getBoundingClientRect().left < -0.5)
  .map((one) => one.outerHTML.slice(0, 160))`;

describe.each(named)('the mail "%s"', (_, mail) => {
  it('has no accessibility fault, light and dark, at 375 and 700 px, does not scroll sideways at 320, and loads nothing from elsewhere', async () => {
    const { page, asked } = await open(mail, 375);
    await page.addScriptTag({ content: axe });
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [375, 700]) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 800 });
        expect(await page.evaluate(runAxe), `${colorScheme}, ${width} px`).toEqual([]);
      }
    // One opened page is used for three rules, because opening takes most of the time.
    await page.setViewportSize({ width: 320, height: 800 });
    expect(await page.evaluate(sticksOut), 'at 320 px').toEqual([]);
    expect(await page.evaluate('document.scrollingElement.scrollWidth')).toBeLessThanOrEqual(320);
    for (const url of asked) expect(url.startsWith(`${samplePublicUrl}/`), url).toBe(true);
    await page.close();
  });

  it('is complete with pictures off', async () => {
    const { page } = await open(mail, 375, false);
    const images = await page.evaluate(`[...document.images].map((image) => ({
      alt: image.alt.length, seen: image.getBoundingClientRect().height, }))`);
    for (const image of images as { alt: number; seen: number }[]) {
      expect(image.alt).toBeGreaterThan(10);
      expect(image.seen).toBeGreaterThan(20);
    }
    await page.close();
  });
});

describe.each(named.filter(([, { language }]) => language === 'ar'))('the mail "%s"', (_, mail) => {
  it('shows every text node right to left, except isolated ones', async () => {
    const { page } = await open(mail, 375);
    const turned = await page.evaluate(`(() => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const found = [];
      while (walker.nextNode()) {
        const { parentElement, textContent } = walker.currentNode;
        if (!textContent.trim() || parentElement.closest('[dir=ltr]')) continue;
        if (getComputedStyle(parentElement).direction !== 'rtl') found.push(textContent.trim().slice(0, 60));
      }
      return found;
    })()`);
    expect(turned).toEqual([]);
    await page.close();
  });

  it('aligns its paragraphs to the right edge', async () => {
    const { page } = await open(mail, 375);
    const sides = await page.evaluate(`[...new Set([...document.querySelectorAll('h1, h2, p, li')]
      .filter((one) => one.textContent.trim()).map((one) => getComputedStyle(one).textAlign))]`);
    expect(sides).toEqual(['right']);
    await page.close();
  });
});

describe('in the dark', () => {
  it('the page, the card and the text change together', async () => {
    const mail = mails.find(({ name, language }) => name === 'embargoed' && language === 'en');
    if (!mail) throw new Error('no sample');
    const { page } = await open(mail, 375);
    const colours = `['body', '.card', '.ink > div', '.alert', '.alert .notice > div'].map((selector) => {
      const { color, backgroundColor } = getComputedStyle(document.querySelector(selector));
      return selector + ' ' + color + ' ' + backgroundColor; })`;
    const light = await page.evaluate(colours);
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await page.evaluate(colours);
    expect(dark).toContain(
      '.card rgb(0, 0, 0) rgb(24, 29, 35)'.replace('rgb(0, 0, 0)', 'rgb(255, 255, 255)'),
    );
    for (const one of light as string[]) expect(dark).not.toContain(one);
    await page.close();
  });
});

describe('a table', () => {
  it('shows each row as a list on a phone, each cell under its column’s name', async () => {
    const mail = mails.find(({ name, language }) => name === 'general, table' && language === 'en');
    if (!mail) throw new Error('no sample');
    const { page } = await open(mail, 375);
    expect(await page.locator('thead').isVisible()).toBe(false);
    expect(await page.locator('.label').first().innerText()).toBe('Uniformed personnel');
    expect(await page.locator('.label').first().isVisible()).toBe(true);
    await page.setViewportSize({ width: 700, height: 800 });
    expect(await page.locator('thead').isVisible()).toBe(true);
    expect(await page.locator('.label').first().isVisible()).toBe(false);
    await page.close();
  });
});
