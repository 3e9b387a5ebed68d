import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Newsroom, newsroomSchema } from '../functions/_shared/domain/newsroom.ts';
import { codecFiles } from '../functions/compose-emails/codec-files.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Every stage that has a handler: a folder of functions/ that is not `_shared`. */
export function stagesWithHandlers(): string[] {
  return readdirSync(path.join(root, 'functions'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
    .map((entry) => entry.name);
}

/** What the composing stage reads at run time: no samples and no previews, and the catalogues are in its code. */
function templateFiles(): string[] {
  return readdirSync(path.join(root, 'templates'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(mjml|txt|html)$/.test(file),
  );
}

/**
 * Bundles each stage into `<outputDirectory>/<stage>/index.mjs` with the AWS SDK inside (a cold start reads one
 * file) and puts the newsroom's configuration beside it. One esbuild call for all is seconds faster than CDK's one
 * process per function.
 */
export async function bundleFunctions(newsroom: Newsroom, outputDirectory: string): Promise<void> {
  // A mistyped configuration, or colours nobody can read, stop the synthesis and not the first mail.
  const settings = JSON.stringify(newsroomSchema.parse(newsroom));
  rmSync(outputDirectory, { recursive: true, force: true });
  const stages = stagesWithHandlers();
  await build({
    absWorkingDir: root,
    entryPoints: [
      ...stages.map((stage) => ({ in: `functions/${stage}/handler.ts`, out: `${stage}/index` })),
      // The handler starts it as a process of its own.
      { in: 'functions/accept-release/reading/reading-process.ts', out: 'accept-release/reading-process' },
    ],
    outdir: outputDirectory,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    mainFields: ['module', 'main'],
    minify: true,
    keepNames: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    // Dependencies written as CommonJS call `require` at run time; an ES module has none of its own.
    // The minifier does not know of this line: a short name here is one it may give to something else.
    banner: {
      js: "import{createRequire as createRequireOfBundle}from'node:module';const require=createRequireOfBundle(import.meta.url);",
    },
    // Reached only through MJML's configuration search, which is off.
    external: ['typescript'],
    logLevel: 'error',
  });
  for (const stage of stages) {
    mkdirSync(path.join(outputDirectory, stage), { recursive: true });
    writeFileSync(path.join(outputDirectory, stage, 'newsroom.json'), settings);
  }
  const composing = path.join(outputDirectory, 'compose-emails');
  for (const file of templateFiles())
    cpSync(path.join(root, 'templates', file), path.join(composing, 'templates', file));
  for (const file of codecFiles)
    cpSync(path.join(root, 'node_modules', file), path.join(composing, 'codecs', path.basename(file)));
}
