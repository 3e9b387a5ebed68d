import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** Who may know whom. A room that reaches across the house is found here, with the file and what it reached for. */

const root = fileURLToPath(new URL('../..', import.meta.url));

const files = ['functions', 'infra', 'bin', 'templates']
  .flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
      path.join(folder, file),
    ),
  )
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replaceAll('\\', '/'));

const imports = files.flatMap((file) => {
  const source = readFileSync(path.join(root, file), 'utf8');
  const found = source.matchAll(
    /^(?:import|export)\s+(type\s)?[^'"]*?from\s+'([^']+)'|(?<![.\w])import\('([^']+)'\)/gm,
  );
  return [...found].map(([, typeOnly, statically, dynamically]) => {
    const target = statically ?? dynamically ?? '';
    return {
      file,
      typeOnly: typeOnly !== undefined,
      target: target.startsWith('.') ? path.posix.join(path.posix.dirname(file), target) : target,
    };
  });
});

const stageOf = (file: string) => /^functions\/([^/]+)\//.exec(file)?.[1];
const isShared = (file: string) => file.startsWith('functions/_shared/');

/** A rule: which imports it judges, and which of them it allows. */
function rule(
  name: string,
  judged: (i: (typeof imports)[number]) => boolean,
  allowed: (i: (typeof imports)[number]) => boolean,
) {
  it(name, () => {
    const broken = imports.filter((i) => judged(i) && !allowed(i)).map((i) => `${i.file} → ${i.target}`);
    expect(broken).toEqual([]);
  });
}

describe('import directions', () => {
  it('are judged on the real tree', () => {
    expect(imports.length).toBeGreaterThan(100);
  });

  rule(
    'a stage imports no other stage',
    ({ file, target }) => stageOf(file) !== undefined && !isShared(file) && stageOf(target) !== undefined,
    ({ file, target }) => isShared(target) || stageOf(target) === stageOf(file),
  );
  rule(
    'what is shared imports no stage',
    ({ file, target }) => isShared(file) && target.startsWith('functions/'),
    ({ target }) => isShared(target),
  );
  rule(
    'functions import nothing of infra or bin',
    ({ file }) => file.startsWith('functions/'),
    ({ target }) => !/^(infra|bin|test)\//.test(target),
  );
  rule(
    'the domain knows no SDK and no adapter',
    ({ file }) => file.startsWith('functions/_shared/domain/'),
    ({ target }) =>
      !target.startsWith('@aws-sdk/') && !/^functions\/_shared\/(aws|runtime|decisions|lists)\//.test(target),
  );
  rule(
    'a use case touches AWS through adapters only',
    ({ file, target }) => target.startsWith('@aws-sdk/') && file.startsWith('functions/'),
    ({ file }) => file.startsWith('functions/_shared/aws/'),
  );
  rule(
    'mjml is imported in one file',
    ({ target }) => target === 'mjml' || target.startsWith('mjml/'),
    ({ file }) => file === imports.find(({ target }) => target === 'mjml')?.file,
  );
  rule(
    'the CDK stays in infra',
    ({ target }) => target.startsWith('aws-cdk-lib') || target === 'constructs',
    ({ file }) => file.startsWith('infra/') && !file.startsWith('infra/local/'),
  );

  it('no folder is named by kind', () => {
    expect(
      files.filter((file) => /\/(utils?|helpers?|types|services|constants|common|lib)\//.test(file)),
    ).toEqual([]);
  });

  it('the environment is read where a function starts, and nowhere in the domain or the use cases', () => {
    const readers = files.filter(
      (file) =>
        file.startsWith('functions/') && /process\.env/.test(readFileSync(path.join(root, file), 'utf8')),
    );
    expect(readers.filter((file) => !/\/handler\.ts$/.test(file))).toEqual([]);
  });
});
