import { describe, expect, it } from 'vitest';
import { filesOf, type Import, importsOf, readSource } from './source-tree.ts';

/** Which folders may import which. An import that breaks a rule is reported with its file and its target. */

const files = filesOf(['functions', 'infra', 'bin', 'templates']);
const imports = files.flatMap(importsOf);

const stageOf = (file: string) => /^functions\/([^/]+)\//.exec(file)?.[1];
const isShared = (file: string) => file.startsWith('functions/_shared/');

const isCloud = (file: string) => file.startsWith('infra/local/cloud/');
const isOurs = (target: string) => /^(functions|infra|bin|templates|bench|test|samples)\//.test(target);

/** A rule: which imports it checks, and which of those it allows. */
function rule(name: string, judged: (i: Import) => boolean, allowed: (i: Import) => boolean) {
  it(name, () => {
    const broken = imports.filter((i) => judged(i) && !allowed(i)).map((i) => `${i.file} → ${i.target}`);
    expect(broken).toEqual([]);
  });
}

describe('import directions', () => {
  it('are checked on the real tree', () => {
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

  // The command line starts the local newsroom and shows what happens in it. The newsroom does not know any commands.
  rule(
    'infra imports nothing of bin',
    ({ file }) => file.startsWith('infra/'),
    ({ target }) => !target.startsWith('bin/'),
  );
  rule(
    'the local newsroom is known to its own start and, by its connection.json, to the commands',
    ({ file, target }) => !file.startsWith('infra/') && target.startsWith('infra/local/'),
    ({ file, target }) =>
      file.startsWith('bin/start/') ||
      (file === 'bin/connect-newsroom.ts' && target === 'infra/local/connection-file.ts') ||
      (file.startsWith('templates/preview/') && target === 'infra/local/cloud/visitors.ts'),
  );
  rule(
    'the embedded services import nothing of Dateline: they could be a package of their own',
    ({ file, target }) => isCloud(file) && isOurs(target),
    ({ target }) => isCloud(target),
  );
  rule(
    'what previews the templates is imported by nobody',
    ({ target }) => target.startsWith('templates/preview/'),
    () => false,
  );
  rule(
    'only tests and previews know the sample mails',
    ({ target }) => target.startsWith('templates/samples/'),
    ({ file }) => /^templates\/(samples|preview)\//.test(file),
  );

  it('the embedded services import nothing outside their folder', () => {
    const naming = files.filter((file) => isCloud(file) && /(['"`])\.\.\//.test(readSource(file)));
    expect(naming).toEqual([]);
  });

  it('no folder is named after a kind of code', () => {
    expect(
      files.filter((file) => /\/(utils?|helpers?|types|services|constants|common|lib)\//.test(file)),
    ).toEqual([]);
  });

  it('the environment is read where a function starts, and nowhere in the domain or the use cases', () => {
    const readers = files.filter(
      (file) => file.startsWith('functions/') && /process\.env/.test(readSource(file)),
    );
    expect(readers.filter((file) => !/\/handler\.ts$/.test(file))).toEqual([]);
  });
});
