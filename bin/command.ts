import { parseArgs } from 'node:util';
import { nearest } from '../functions/_shared/domain/nearest.ts';
import type { Connection } from './connection.ts';

/** 0 done, 1 refused or held, 2 wrong usage. */
export type ExitCode = 0 | 1 | 2;

/** The interface of a command to people and programs, and to the newsroom. */
export interface CommandIo {
  readonly json: boolean;
  /** Absolute path of the local newsroom's state (`--data`). */
  readonly dataDirectory: string;
  /** The deployed newsroom that is meant (`--stage`); undefined for the local one. */
  readonly stage: string | undefined;
  /** Columns of the terminal; 100 if there is no terminal. */
  readonly width: number;
  readonly style: Style;
  /** Writes one result: a line of NDJSON on stdout with `--json`, otherwise text for a person. */
  record(value: unknown, inWords: () => string): void;
  /** Writes text for people: on stdout, with `--json` on stderr. `text` has no line feed at the end. */
  say(text: string): void;
  /** Reports a failure on stderr. */
  complain(text: string): void;
  /**
   * Connects to the newsroom in `--data`, or to that of `--stage`. If it cannot be reached, refuses and says what to
   * do.
   */
  connect(): Promise<Connection>;
  /**
   * Shows a person at a terminal what will happen, and asks for confirmation. True without asking if there is no
   * terminal (a script), or if `what` returns null.
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

/** One row of `dateline --help`, and the command behind it. */
export interface Command {
  /** The text after `dateline`, one line per form, e.g. `approve ID [--by NAME]`. */
  readonly usage: readonly string[];
  /** A line for the list of commands; starts in lower case. */
  readonly summary: string;
  readonly options: CommandOptions;
  /** Complete lines, as a person would type them after `npx dateline`. */
  readonly examples: readonly string[];
  /** For a command that consists of commands: the choices. */
  readonly commands?: Readonly<Record<string, Command>>;
  run(argv: string[], io: CommandIo): Promise<ExitCode>;
}

/** An option in the form of the parser, with its text for `--help`. */
export interface CommandOption {
  type: 'string' | 'boolean';
  multiple?: boolean;
  short?: string;
  default?: string;
  /** The name of its value in `--help`, in capitals: `TEXT`. */
  value?: string;
  /** What it does, in a few words. */
  about: string;
}
export type CommandOptions = Readonly<Record<string, CommandOption>>;

/** Options of every command; parsed before the command's own options. */
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

/** For commands that ask before they do something that cannot be undone. */
export const yesOption = {
  type: 'boolean',
  about: 'do not ask; without a terminal nobody is asked anyway',
} as const satisfies CommandOption;

/** Wrong usage: exit code 2, and the usage is shown. */
export class UsageError extends Error {}

/** Refused for a reason that the person can change: exit code 1, and only the message is shown. */
export class Refusal extends Error {}

type Values<Options extends CommandOptions> = ReturnType<
  typeof parseArgs<{ options: Options; allowPositionals: true; strict: true }>
>['values'];

/**
 * Defines a command with its own options. The global ones (`--json`, `--data`, `--stage`, `--by`, `--help`) are removed
 * from `argv` before. `positionals` limits the number of positional arguments; more or fewer is a `UsageError`.
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

/** A command that consists of commands: `contacts import …`, `contacts show …`. */
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

/** The command that a line names, and its remaining arguments. In a group it is the named command of the group. */
export function innermost(command: Command, argv: readonly string[]): { command: Command; argv: string[] } {
  const [chosen, ...rest] = argv;
  const { commands } = command;
  const inner =
    chosen !== undefined && commands && Object.hasOwn(commands, chosen) ? commands[chosen] : undefined;
  return inner ? innermost(inner, rest) : { command, argv: [...argv] };
}

/** `what`, plus the known name that was probably meant. */
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
