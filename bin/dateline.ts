import { userInfo } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import {
  type Command,
  type ExitCode,
  globalOptions,
  innermost,
  Refusal,
  UsageError,
  unknown,
} from './command.ts';
import { commands } from './commands.ts';
import { failureInWords } from './failure-words.ts';
import { helpFor, helpForAll } from './help.ts';
import { shownDirectory } from './shown-directory.ts';
import { terminalIo } from './terminal-io.ts';

const globalNames = Object.keys(globalOptions).map((name) => `--${name}`);

const sampleValues = { data: '.newsroom', stage: 'production', by: '"Lan Nguyen"' };

interface GlobalValues {
  json?: boolean;
  data?: string;
  stage?: string;
  by?: string;
  help?: boolean;
}

/** Separates the global options, wherever they are in the line, from the command and its own arguments. */
function splitLine(argv: string[]) {
  const { tokens } = parseArgs({ args: argv, options: globalOptions, strict: false, tokens: true });
  const own = new Set(argv.keys());
  const found: GlobalValues = {};
  for (const token of tokens) {
    if (token.kind === 'option-terminator') break;
    if (token.kind !== 'option') continue;
    if (token.name === 'json' || token.name === 'help' || token.name === 'h') {
      found[token.name === 'json' ? 'json' : 'help'] = true;
      own.delete(token.index);
    } else if (token.name === 'data' || token.name === 'stage' || token.name === 'by') {
      if (token.value === undefined || (!token.inlineValue && token.value.startsWith('-')))
        throw new UsageError(
          `${token.rawName} needs a value, as in ${token.rawName} ${sampleValues[token.name]}`,
        );
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
  let found: GlobalValues = {};
  try {
    const line = splitLine(argv);
    found = line.found;
    const { name } = line;
    const who = { by: found.by ?? userInfo().username, now: () => new Date() };
    const dataDirectory = path.resolve(found.data ?? '.newsroom');
    const { stage } = found;
    const io = terminalIo(process, {
      json: found.json ?? false,
      dataDirectory,
      stage,
      now: who.now,
      // The SDK takes longer to load than most commands take to run, so it is loaded only to connect.
      connect: async () => {
        const { connectLocal, connectStage } = await import('./connect-newsroom.ts');
        return stage === undefined ? connectLocal(dataDirectory, who) : connectStage(stage, who);
      },
    });
    if (name === undefined || name === 'help') {
      const text = await helpForAll(commands, io.style);
      if (name !== undefined || found.help) io.say(text);
      else io.complain(text);
      return name !== undefined || found.help ? 0 : 2;
    }
    const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!load) throw new UsageError(noSuch(name));
    const chosen = innermost(await load(), line.rest);
    command = chosen.command;
    if (found.help) {
      io.say(helpFor(command, io.style));
      return 0;
    }
    return await command.run(chosen.argv, io);
  } catch (error) {
    return tell(error, command, found);
  }
}

/** Reports a failure and returns its exit code. */
function tell(error: unknown, command: Command | undefined, { stage, data }: GlobalValues): ExitCode {
  const complain = (text: string) => process.stderr.write(`${text}\n`);
  if (error instanceof UsageError) {
    const usage = command ? command.usage : ['<command>', '--help'];
    complain(`dateline: ${error.message}\n\n${usage.map((line) => `  npx dateline ${line}`).join('\n')}`);
    return 2;
  }
  if (error instanceof Refusal) complain(error.message);
  else {
    const failure = error instanceof Error ? error : new Error(String(error));
    const dataDirectory = shownDirectory(path.resolve(data ?? '.newsroom'));
    complain(
      failureInWords(failure, { stage, dataDirectory }) ??
        `dateline: ${failure.name}: ${failure.message}\n(DEBUG=1 in front of the command shows where.)`,
    );
    if (process.env.DEBUG) complain(failure.stack ?? '');
  }
  return 1;
}

// `dateline deliveries forum | head` closes the pipe early; that is not a failure.
process.stdout.on('error', (error) => {
  if ('code' in error && error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await main(process.argv.slice(2));
