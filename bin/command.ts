import { parseArgs } from 'node:util';
import { nearest } from '../functions/_shared/domain/nearest.ts';
import type { Connection } from './connection.ts';

/** 0 done, 1 refused or held, 2 used wrongly. */
export type ExitCode = 0 | 1 | 2;

/** What a command talks through: people and programs on one side, the newsroom on the other. */
export interface CommandIo {
  readonly json: boolean;
  /** Absolute path of the local newsroom's state (`--data`). */
  readonly dataDirectory: string;
  /** Columns of the terminal; 100 when it is none. */
  readonly width: number;
  readonly style: Style;
  /** One result: a line of NDJSON on stdout with `--json`, else the line(s) that say it to a person. */
  record(value: unknown, inWords: () => string): void;
  /** People's words: on stdout, with `--json` on stderr. No line feed at the end. */
  say(text: string): void;
  /** What went wrong, on stderr. */
  complain(text: string): void;
  /** The newsroom on `--data`, or that of `--stage`; refuses with a way out when it cannot be reached. */
  connect(): Promise<Connection>;
  /**
   * Shows a person at a terminal what is going to happen and asks whether it may. A script has nobody to ask: there
   * it is true at once, as it is when `what` finds nothing to ask about (null).
   */
  confirm(what: () => Promise<string | null>): Promise<boolean>;
  now(): Date;
}

export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  caution(text: string): string;
}

/** One row of `dateline --help`, and what runs behind it. */
export interface Command {
  /** After `dateline`, one line per form, e.g. `approve ID [--by NAME]`. */
  readonly usage: readonly string[];
  /** A line for the list of commands, beginning in lower case. */
  readonly summary: string;
  readonly options: CommandOptions;
  /** Whole lines as somebody would type them after `npx dateline`. */
  readonly examples: readonly string[];
  /** Of a command of commands: what there is to choose from. */
  readonly commands?: Readonly<Record<string, Command>>;
  run(argv: string[], io: CommandIo): Promise<ExitCode>;
}

/** An option as the parser takes it, with what `--help` says of it. */
export interface CommandOption {
  type: 'string' | 'boolean';
  multiple?: boolean;
  short?: string;
  default?: string;
  /** What stands after it, in capitals: `TEXT`. */
  value?: string;
  /** What it does, in some words. */
  about: string;
}
export type CommandOptions = Readonly<Record<string, CommandOption>>;

/** Options of every command, taken before it sees its own. */
export const globalOptions = {
  json: { type: 'boolean', about: 'results as NDJSON on stdout, words on stderr' },
  data: { type: 'string', value: 'DIR', about: 'the local newsroom of that folder (default .newsroom)' },
  stage: {
    type: 'string',
    value: 'NAME',
    about: 'a deployed newsroom, with the credentials the AWS CLI finds',
  },
  by: { type: 'string', value: 'NAME', about: 'who decides, for the audit trail (default: you)' },
  help: { type: 'boolean', short: 'h', about: 'how a command is used' },
} as const satisfies CommandOptions;

/** Of commands that ask before they do what cannot be taken back. */
export const yesOption = {
  type: 'boolean',
  about: 'do not ask; without a terminal nobody is asked anyway',
} as const satisfies CommandOption;

/** Used wrongly: exit 2, with the usage. */
export class UsageError extends Error {}

/** Refused for a reason the person can do something about: exit 1, the message alone. */
export class Refusal extends Error {}

type Values<Options extends CommandOptions> = ReturnType<
  typeof parseArgs<{ options: Options; allowPositionals: true; strict: true }>
>['values'];

/**
 * A command with its own options beside the global ones (`--json`, `--data`, `--stage`, `--by`, `--help`, which are
 * taken before it sees `argv`). `arguments_` bounds the positional arguments; more or fewer is a `UsageError`.
 */
export function defineCommand<const Options extends CommandOptions>(definition: {
  usage: string | readonly string[];
  summary: string;
  options: Options;
  examples: readonly string[];
  positionals: { atLeast: number; atMost: number };
  run(input: { values: Values<Options>; positionals: string[]; io: CommandIo }): Promise<ExitCode>;
}): Command {
  const { options, positionals: bounds } = definition;
  return {
    usage: typeof definition.usage === 'string' ? [definition.usage] : definition.usage,
    summary: definition.summary,
    options,
    examples: definition.examples,
    async run(argv, io) {
      const { values, positionals } = parse(argv, options);
      if (positionals.length < bounds.atLeast) throw new UsageError('something is missing');
      if (positionals.length > bounds.atMost)
        throw new UsageError(`"${positionals[bounds.atMost]}" is one argument too many`);
      return definition.run({ values, positionals, io });
    },
  };
}

/** A command of commands: `contacts import …`, `contacts show …`. */
export function defineGroup(definition: {
  name: string;
  summary: string;
  commands: Record<string, Command>;
}): Command {
  const { name, commands } = definition;
  return {
    usage: Object.values(commands).flatMap(({ usage }) => usage),
    summary: definition.summary,
    options: {},
    examples: [],
    commands,
    async run([chosen, ...argv], io) {
      if (chosen === undefined) throw new UsageError(`say which: ${Object.keys(commands).join(', ')}`);
      const command = Object.hasOwn(commands, chosen) ? commands[chosen] : undefined;
      if (!command)
        throw new UsageError(unknown(`${name} has no command "${chosen}"`, chosen, Object.keys(commands)));
      return command.run(argv, io);
    },
  };
}

/** The command of a line and what is left for it: of a group the one that is named. */
export function innermost(command: Command, argv: readonly string[]): { command: Command; argv: string[] } {
  const [chosen, ...rest] = argv;
  const { commands } = command;
  const inner =
    chosen !== undefined && commands && Object.hasOwn(commands, chosen) ? commands[chosen] : undefined;
  return inner ? innermost(inner, rest) : { command, argv: [...argv] };
}

/** `what`, and the known name that was probably meant. */
export function unknown(what: string, written: string, known: readonly string[]): string {
  const meant = nearest(written, known);
  return meant ? `${what}; did you mean "${meant}"?` : what;
}

function parse<const Options extends CommandOptions>(argv: string[], options: Options) {
  try {
    return parseArgs({ args: argv, options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!(error instanceof TypeError) || !('code' in error)) throw error;
    const written = /^Unknown option '(-[^']+)'/.exec(error.message)?.[1];
    if (!written) throw new UsageError(error.message);
    const known = Object.keys({ ...globalOptions, ...options }).map((name) => `--${name}`);
    throw new UsageError(unknown(`there is no option ${written}`, written, known));
  }
}
