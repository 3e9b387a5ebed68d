import { userInfo } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Command, type ExitCode, globalOptions, Refusal, UsageError, unknown } from './command.ts';
import { commands } from './commands.ts';
import { connectLocal, connectStage } from './connection.ts';
import { helpFor, helpForAll } from './help.ts';
import { terminalIo } from './terminal-io.ts';

const globalNames = Object.keys(globalOptions).map((name) => `--${name}`);

/** Takes the global options out of the line, wherever they stand; the rest is the command and what is its own. */
function splitLine(argv: string[]) {
  const { tokens } = parseArgs({ args: argv, options: globalOptions, strict: false, tokens: true });
  const own = new Set(argv.keys());
  const found: { json?: boolean; data?: string; stage?: string; by?: string; help?: boolean } = {};
  for (const token of tokens) {
    if (token.kind === 'option-terminator') break;
    if (token.kind !== 'option') continue;
    if (token.name === 'json' || token.name === 'help' || token.name === 'h') {
      found[token.name === 'json' ? 'json' : 'help'] = true;
      own.delete(token.index);
    } else if (token.name === 'data' || token.name === 'stage' || token.name === 'by') {
      if (token.value === undefined || (!token.inlineValue && token.value.startsWith('-')))
        throw new UsageError(`${token.rawName} needs a value`);
      found[token.name] = token.value;
      own.delete(token.index);
      if (!token.inlineValue) own.delete(token.index + 1);
    }
  }
  const [name, ...rest] = [...own].sort((a, b) => a - b).map((index) => argv[index] ?? '');
  return { found, name, rest };
}

function noSuch(name: string): string {
  if (name.startsWith('-')) return unknown(`there is no option ${name}`, name, globalNames);
  return unknown(`there is no command "${name}"`, name, Object.keys(commands));
}

async function main(argv: string[]): Promise<ExitCode> {
  let command: Command | undefined;
  try {
    const { found, name, rest } = splitLine(argv);
    const who = { by: found.by ?? userInfo().username, now: () => new Date() };
    const dataDirectory = path.resolve(found.data ?? '.newsroom');
    const io = terminalIo(process, {
      json: found.json ?? false,
      dataDirectory,
      now: who.now,
      connect: () => (found.stage ? connectStage(found.stage, who) : connectLocal(dataDirectory, who)),
    });
    if (name === undefined || name === 'help') {
      const text = await helpForAll(commands, io.style);
      if (name !== undefined || found.help) io.say(text);
      else io.complain(text);
      return name !== undefined || found.help ? 0 : 2;
    }
    const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!load) throw new UsageError(noSuch(name));
    command = await load();
    if (found.help) {
      io.say(helpFor(command, io.style));
      return 0;
    }
    return await command.run(rest, io);
  } catch (error) {
    if (error instanceof UsageError) {
      const usage = command ? command.usage : ['<command>', '--help'];
      process.stderr.write(
        `dateline: ${error.message}\n\n${usage.map((line) => `  npx dateline ${line}\n`).join('')}`,
      );
      return 2;
    }
    if (error instanceof Refusal) {
      process.stderr.write(`${error.message}\n`);
      return 1;
    }
    throw error;
  }
}

// `dateline deliveries forum | head` closes the pipe early; that is no failure.
process.stdout.on('error', (error) => {
  if ('code' in error && error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const failure = error instanceof Error ? error : new Error(String(error));
  const isUnreachable = 'code' in failure && failure.code === 'ECONNREFUSED';
  process.stderr.write(
    isUnreachable
      ? 'dateline: the newsroom does not answer; is it stopping? Look at its terminal, or start it again.\n'
      : `dateline: ${failure.name}: ${failure.message}\n`,
  );
  if (process.env.DEBUG) process.stderr.write(`${failure.stack}\n`);
  process.exitCode = 1;
}
