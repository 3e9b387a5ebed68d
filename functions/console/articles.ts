import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { Articles } from './alarms-page.ts';

/** The articles of the runbook. infra/bundle.ts writes them beside the bundle. */
export function readArticles(bundleUrl: string): Articles {
  const file = new URL('./articles.json', bundleUrl);
  return z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(file, 'utf8')));
}
