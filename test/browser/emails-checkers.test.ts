import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { caniemail } from 'caniemail';
import { afterAll, describe, expect, it } from 'vitest';
import { editionSchema } from '../../functions/_shared/domain/release.ts';
import { messageOf } from './message-of.ts';
import { sampleMails } from './sample-mails.ts';

/** Checks by external programs, if they are installed. A skipped check says why. */
const mails = await sampleMails();
const directory = mkdtempSync(path.join(tmpdir(), 'mails-'));
afterAll(() => rmSync(directory, { recursive: true }));

function isInstalled(program: string, ...args: string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const skipUnless = (present: boolean, reason: string) => {
  if (!present) console.warn(`Skipped: ${reason}`);
  return it.skipIf(!present);
};

/**
 * Constructs that MJML needs for Outlook on Windows and that the checker does not know. Any other finding is our fault.
 */
const outlookOnly = [
  'Attribute “xmlns:v” not allowed here.',
  'Attribute “xmlns:o” not allowed here.',
  "CSS: “mso-table-lspace”: Property “mso-table-lspace” doesn't exist.",
  "CSS: “mso-table-rspace”: Property “mso-table-rspace” doesn't exist.",
  "CSS: “mso-padding-alt”: Property “mso-padding-alt” doesn't exist.",
];

describe('the Nu HTML checker', () => {
  const jar = path.join(
    path.dirname(createRequire(import.meta.url).resolve('vnu-jar/package.json')),
    'build/dist/vnu.jar',
  );
  const check = skipUnless(
    isInstalled('java', '-version') && existsSync(jar),
    'no Java, which the Nu HTML checker runs on',
  );

  check('finds nothing in any mail but what Outlook needs', { timeout: 300_000 }, () => {
    const files = mails.map(({ html }, index) => {
      const file = path.join(directory, `${index}.html`);
      writeFileSync(file, html);
      return file;
    });
    const answer = execFileSync(
      'java',
      ['-jar', jar, '--errors-only', '--exit-zero-always', '--stdout', '--format', 'json', ...files],
      { encoding: 'utf8', maxBuffer: 64_000_000 },
    );
    const { messages } = JSON.parse(answer) as { messages: { message: string; extract?: string }[] };
    const ours = messages
      .filter(({ message }) => !outlookOnly.includes(message.replaceAll('’', "'")))
      .map(({ message, extract }) => `${message} ${extract ?? ''}`);
    expect([...new Set(ours)]).toEqual([]);
  });
});

/**
 * Features that some Gmail or Outlook does not support (by their names on caniemail), and why this does no harm.
 * Gmail's mobile webmail removes `<style>` completely, so it supports no selectors; there, a mail is still complete, in
 * light colours.
 */
const baseline: Record<string, string> = {
  '<style> element':
    'all that is needed stands on the elements; the style adds dark colours and stacked tables',
  'Type selector': 'as above',
  'Class selector': 'as above',
  'ID selector': 'as above, MJML’s own',
  'Descendant combinator': 'as above',
  'Chaining selectors': 'as above',
  '@media': 'Outlook on Windows has no dark colours and no phone',
  'display:none': 'the preheader is seen there: it repeats the first lines',
  'border-radius': 'square buttons',
  overflow: 'as overflow-wrap, which caniemail’s name for it begins',
  'overflow-wrap': 'MJML’s word-break stands in',
  'word-break': 'Windows Mail: long addresses run on',
  'word-spacing': 'MJML resets it',
  cursor: 'MJML’s own',
  outline: 'MJML’s own',
  transform: 'text-transform: none, MJML’s own',
  'target attribute': 'links open as the mail program likes',
  'role attribute': 'Windows Mail: layout tables are read as tables',
  'aria-label attribute': 'Windows Mail: the mail has no spoken name',
  '<body> element': 'Outlook for Mac puts the background on an element of its own',
};

describe('caniemail', () => {
  it('finds no feature in our mails that Gmail or Outlook lacks, except the baseline', () => {
    const missing = new Set<string>();
    for (const { html } of mails.filter(({ language }) => language === 'en' || language === 'ar')) {
      const { issues } = caniemail({ clients: ['gmail.*', 'outlook.*'], html });
      for (const list of issues.errors.values()) for (const { title } of list) missing.add(title);
    }
    expect([...missing].filter((title) => !(title in baseline))).toEqual([]);
    expect(Object.keys(baseline).filter((title) => !missing.has(title))).toEqual([]);
  });
});

describe('the links', () => {
  it('are complete URLs with schemes that mail programs open', () => {
    for (const { html, name, language } of mails)
      for (const [, href = ''] of html.matchAll(/href="([^"]*)"/g)) {
        expect(URL.canParse(href.replaceAll('&amp;', '&')), `${name} in ${language}: ${href}`).toBe(true);
        expect(href).toMatch(/^(?:https:\/\/|mailto:[^@\s]+@|tel:\+?\d+$)/);
      }
  });
});

describe('SpamAssassin’s local tests', () => {
  const check = skipUnless(isInstalled('spamassassin', '--version'), 'SpamAssassin is not installed');
  // Each check takes a second of CPU time. Notices differ only in their words, so two languages are enough for them.
  const judgedMails = mails.filter(
    ({ name, language }) =>
      editionSchema.safeParse(name).success || (!name.startsWith('general,') && /en|vi/.test(language)),
  );

  check.each(judgedMails.map((mail) => [`${mail.name} in ${mail.language}`, mail] as const))(
    'find little in the mail "%s"',
    { timeout: 120_000 },
    async (_, mail) => {
      const judged = execFileSync('spamassassin', ['-L', '-t'], {
        input: await messageOf(mail),
        encoding: 'utf8',
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      const [, score = '99'] = /^X-Spam-Status: \w+, score=(-?[\d.]+)/m.exec(judged) ?? [];
      const rules = judged.slice(judged.indexOf('Content analysis details'));
      expect(Number(score), rules).toBeLessThanOrEqual(mail.language === 'vi' ? 2.0 : 1.0);
    },
  );
});
