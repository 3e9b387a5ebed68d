import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const bin = fileURLToPath(new URL('../../bin', import.meta.url));

/** Packages that are loaded before the first line of `file` runs, directly or through the files it imports. */
function packagesOf(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const imported = [
    ...readFileSync(file, 'utf8').matchAll(/^(?:import|export)\s(?!type\s)[^;]*?from '([^']+)';/gm),
  ];
  return imported.flatMap(([, from = '']) =>
    from.startsWith('.') ? packagesOf(path.resolve(path.dirname(file), from), seen) : [from],
  );
}

it.each(['dateline.ts', 'start/start.ts', 'check.ts'])(
  '%s prints something before it loads large packages, so that a start shows within two seconds that it works',
  (file) => {
    const packages = packagesOf(path.join(bin, file));
    expect(packages).toContain('node:path');
    expect(packages.filter((name) => /^(@aws-sdk|@smithy|aws-cdk|mjml|nodemailer)/.test(name))).toEqual([]);
  },
);
