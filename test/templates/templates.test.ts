import { describe, expect, it } from 'vitest';
import { parseBlocks } from '../../functions/compose-emails/layout.ts';
import { loadTemplates } from '../../functions/compose-emails/load-templates.ts';
import { fillTemplate, parseTemplate, type Template } from '../../functions/compose-emails/template.ts';
import { templatesDirectory } from '../../functions/compose-emails/templates-directory.ts';
import { checkWellFormed } from '../../functions/compose-emails/well-formed.ts';

const sources = loadTemplates(templatesDirectory);
const fill = (
  source: string,
  scope: Parameters<typeof fillTemplate>[1],
  parts: Map<string, Template> = new Map(),
) =>
  fillTemplate(parseTemplate(source, 'test.mjml'), scope, parts, (value) =>
    typeof value === 'string' ? value : 'markup',
  );

describe('the templates', () => {
  it('have a text twin for every layout', () => {
    expect([...sources.text.keys()].sort()).toEqual([...sources.html.keys()].sort());
  });

  it('use no mj-include, which MJML 5 drops without a word, and no mj-preview, which SpamAssassin counts', () => {
    for (const source of [...sources.html.values(), ...sources.htmlParts.values()])
      expect(source).not.toMatch(/mj-include|mj-preview/);
  });

  it.each([...sources.html.keys()])('%s names the head, the masthead and the footer', (name) => {
    for (const part of ['head', 'masthead', 'footer'])
      expect(sources.html.get(name)).toContain(`{{>${part}}}`);
    expect(sources.text.get(name)).toContain('{{>footer}}');
  });

  it.each(['embargoed', 'embargo-moved', 'general', 'lift-notice', 'correction', 'kill'])(
    '%s has the place of the proof first, so that a proof is the edition itself',
    (name) => {
      expect(sources.html.get(name)?.indexOf('{{>proof}}')).toBeGreaterThan(0);
      expect(sources.text.get(name)?.trimStart().startsWith('{{>proof}}')).toBe(true);
    },
  );

  it('are used, each part by something', () => {
    const all = [...sources.html.values(), ...sources.htmlParts.values()].join('');
    for (const part of sources.htmlParts.keys()) expect(all, part).toContain(`{{>${part}}}`);
    const allText = [...sources.text.values(), ...sources.textParts.values()].join('');
    for (const part of sources.textParts.keys()) expect(allText, part).toContain(`{{>${part}}}`);
  });

  it('have well-formed blocks', () => {
    for (const [name] of parseBlocks(sources)) {
      const source = (sources.blocks.get(name) ?? '').replaceAll(/\{\{[^}]*\}\}/g, '');
      expect(() => checkWellFormed(source, name)).not.toThrow();
    }
  });
});

describe('a placeholder', () => {
  it('that nothing is called fails with file and line', () => {
    expect(() => fill('one\n{{tittle}}', { title: 'T' })).toThrow(
      expect.objectContaining({ code: 'template-unknown-name', file: 'test.mjml', line: 2 }),
    );
  });

  it('whose value is missing fails', () => {
    expect(() => fill('{{title}}', { title: null })).toThrow(
      expect.objectContaining({ code: 'template-missing-value' }),
    );
  });

  it('that asks for a part nobody wrote fails', () => {
    expect(() => fill('{{>fotter}}', {})).toThrow(expect.objectContaining({ code: 'template-unknown-name' }));
  });

  it.each(['{{#a}}never closed', 'closed {{/a}}', '{{#a}}{{#b}}{{/a}}{{/b}}', '{{ }}', '{{a b}}'])(
    'written as %j fails',
    (source) => {
      expect(() => parseTemplate(source, 'test.mjml')).toThrow(
        expect.objectContaining({ code: 'template-syntax' }),
      );
    },
  );

  it('is never looked for in a value', () => {
    expect(fill('{{title}}', { title: '{{title}} {{>footer}} {{#x}}' })).toBe('{{title}} {{>footer}} {{#x}}');
  });

  it('alone on its line leaves no empty line behind', () => {
    expect(fill('a\n{{#on}}\nb\n{{/on}}\nc\n', { on: true })).toBe('a\nb\nc\n');
    expect(fill('a\n{{#on}}\nb\n{{/on}}\nc\n', { on: false })).toBe('a\nc\n');
  });

  it('repeats for each of a list, seeing what is around it', () => {
    const scope = { who: 'X', list: [{ name: 'a' }, { name: 'b' }] };
    expect(fill('{{#list}}{{name}}{{who}} {{/list}}', scope)).toBe('aX bX ');
    expect(fill('{{^list}}none{{/list}}', { list: [] })).toBe('none');
  });

  it('does not reach what objects inherit', () => {
    expect(() => fill('{{constructor}}', {})).toThrow();
    expect(() => fill('{{a.toString}}', { a: {} })).toThrow();
  });
});

describe('a tag', () => {
  it.each([
    ['<mj-text>', /never closed/],
    ['<mj-text></mj-txt>', /closes nothing/],
    ['<mj-text></mj-text></mj-text>', /closes nothing/],
    ['<p>a < b</p>', /opens no tag/],
    ['<p style="x>y"><b></p></b>', /closes nothing/],
  ])('of %s is told, which MJML would drop', (source, message) => {
    expect(() => checkWellFormed(source, 'x.mjml')).toThrow(message);
  });

  it('that is void, self-closing or within a comment is fine', () => {
    expect(() => checkWellFormed('<!-- <p> --><p>a<br>b<img src="x>y" alt=""/></p>', 'x')).not.toThrow();
  });
});
