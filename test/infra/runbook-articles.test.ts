import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { anchorOf, runbookArticles } from '../../infra/runbook-articles.ts';

const articles = runbookArticles(fileURLToPath(new URL('../../docs/runbook.md', import.meta.url)));

describe('the runbook in the console', () => {
  it('has each article under the anchor that GitHub gives its heading', () => {
    expect(anchorOf('compose-emails gave up on a message')).toBe('compose-emails-gave-up-on-a-message');
    expect(articles).toHaveProperty('compose-emails-gave-up-on-a-message');
  });

  it('links articles to each other, and to no document that the console does not have', () => {
    const links = Object.values(articles).flatMap((text) => [...text.matchAll(/href="([^"]*)"/g)]);
    expect(links.length).toBeGreaterThan(0);
    for (const [, href = ''] of links) {
      if (href.startsWith('https://')) continue;
      expect(articles, href).toHaveProperty([href.replace('/alarms/', '')]);
    }
  });
});
