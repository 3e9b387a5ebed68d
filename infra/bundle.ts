import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { type Newsroom, newsroomSchema } from '../functions/_shared/domain/newsroom.ts';
import { codecFiles } from '../functions/compose-emails/codec-files.ts';
import { runbookArticles } from './runbook-articles.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Every stage with a handler: a folder in functions/ other than `_shared`. */
export function stagesWithHandlers(): string[] {
  return readdirSync(path.join(root, 'functions'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
    .map((entry) => entry.name);
}

/**
 * The template files that the composing stage reads at run time. Samples and previews are not needed; the catalogues
 * are part of its code.
 */
function templateFiles(): string[] {
  return readdirSync(path.join(root, 'templates'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(mjml|txt|html)$/.test(file),
  );
}

/** Parts of packages that no function uses, and what stands in their place. */
const leftOut: readonly { file: RegExp; instead: string }[] = [
  // Lambda gives credentials in the environment only.
  { file: /^@aws-sdk\/credential-provider-node$/, instead: 'infra/lambda-credentials.ts' },
  // Our mails have no attachments, so nodemailer never looks for the type of a file by its name.
  { file: /^\.\/mime-types\.js$/, instead: 'infra/no-mime-types.ts' },
  // undici's HTTP/2, which the sender does not ask for, and its forms and streams: a mail is a buffer.
  { file: /^\.\/client-h2\.js$/, instead: 'infra/not-bundled.ts' },
  { file: /^\.\.\/web\/fetch\/body\.js$/, instead: 'infra/not-bundled.ts' },
  // undici's parser without SIMD instructions. Every processor of Lambda has them.
  { file: /^\.\.\/llhttp\/llhttp-wasm\.js$/, instead: 'node_modules/undici/lib/llhttp/llhttp_simd-wasm.js' },
];

const leaveOut: Plugin = {
  name: 'leave-out',
  setup({ onResolve }) {
    for (const { file, instead } of leftOut)
      onResolve({ filter: file }, () => ({ path: path.join(root, instead) }));
  },
};

/**
 * Bundles each stage into `<outputDirectory>/<stage>/index.mjs`, including the AWS SDK (so that a cold start reads one
 * file), and writes the newsroom's configuration beside it. One esbuild call for all stages is seconds faster than
 * CDK's one process per function.
 */
export async function bundleFunctions(newsroom: Newsroom, outputDirectory: string): Promise<void> {
  // An invalid configuration, or unreadable colours, must stop the synthesis, not the first mail.
  const settings = JSON.stringify(newsroomSchema.parse(newsroom));
  rmSync(outputDirectory, { recursive: true, force: true });
  const stages = stagesWithHandlers();
  await build({
    absWorkingDir: root,
    entryPoints: [
      ...stages.map((stage) => ({ in: `functions/${stage}/handler.ts`, out: `${stage}/index` })),
      // The handler starts this file as a separate process.
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
    // Deployed beside the code: Node reads a map only when it prints a stack. The sources are not in it.
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    // CommonJS dependencies call `require` at run time, and an ES module has no `require`. The minifier does not see
    // this line and could give a short name used here to something else, so the name is long.
    banner: {
      js: "import{createRequire as createRequireOfBundle}from'node:module';const require=createRequireOfBundle(import.meta.url);",
    },
    plugins: [leaveOut],
    // Only MJML's configuration search needs it, and that is off.
    external: ['typescript'],
    logLevel: 'error',
  });
  for (const stage of stages) {
    mkdirSync(path.join(outputDirectory, stage), { recursive: true });
    writeFileSync(path.join(outputDirectory, stage, 'newsroom.json'), settings);
  }
  const articles = JSON.stringify(runbookArticles(path.join(root, 'docs/runbook.md')));
  writeFileSync(path.join(outputDirectory, 'console', 'articles.json'), articles);
  const composing = path.join(outputDirectory, 'compose-emails');
  for (const file of templateFiles())
    cpSync(path.join(root, 'templates', file), path.join(composing, 'templates', file));
  for (const file of codecFiles)
    cpSync(path.join(root, 'node_modules', file), path.join(composing, 'codecs', path.basename(file)));
}
