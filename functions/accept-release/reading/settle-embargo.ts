import type { Assumption, Instant, Problem } from '../../_shared/domain/report.ts';
import type { Declared } from '../declarations/declared-schema.ts';
import type { EmbargoSearch, EmbargoStatement } from '../fields/embargo.ts';
import { readDeclaredMoment } from '../fields/read-declared-moment.ts';
import type { InstantContext } from '../moments/instant.ts';
import { type ProblemCode, problem } from '../problems.ts';
import { isFarAhead } from './far-ahead.ts';
import type { Provenance } from './reading.ts';
import { declaredAt, inField, type Origin, type Settled, settled } from './settled.ts';

/**
 * One embargo out of what is declared and what the file says. Whatever disagrees, or was not understood, holds: the
 * instant is then null unless every readable statement agrees or the desk declared it.
 */
export function settleEmbargo(
  declared: Declared['embargo'],
  origin: Origin | undefined,
  search: EmbargoSearch,
  context: InstantContext,
): Settled<Instant | null> {
  const { statements } = search;
  const stated = fromDeclaration(declared, origin, context);
  const found = fromText(statements, stated.instant);
  const denied = stated.isNone ? deniedBy(statements, declaredAt(origin)) : nothingSaid;
  const instant = stated.instant ?? found.instant;
  const said = [...stated.problems, ...found.problems, ...denied.problems];
  const disagreeing = contradictions(stated.instant, found.instant, statements[0]);
  const isUnderEmbargo = instant !== null || said.length + disagreeing.length > 0;
  return settled(instant, {
    problems: [
      ...said,
      ...disagreeing,
      ...(isUnderEmbargo ? saidImmediate(search) : []),
      ...saidNone(search),
      ...(instant === null ? [] : untimely(instant, context.now, statements[0])),
    ],
    assumptions: distinctByMessage([...stated.assumptions, ...found.assumptions, ...denied.assumptions]),
    provenance:
      stated.instant === null && found.instant !== null
        ? whereFound(statements[0])
        : declared === undefined || declared === null
          ? null
          : declaredAt(origin),
  });
}

interface Said {
  problems: Problem[];
  assumptions: Assumption[];
}
const nothingSaid: Said = { problems: [], assumptions: [] };

interface Stated extends Said {
  instant: Instant | null;
}

/** What the desk declares. `isNone`: that there is no embargo. */
function fromDeclaration(
  declared: Declared['embargo'],
  origin: Origin | undefined,
  context: InstantContext,
): Stated & { isNone: boolean } {
  const nothing = { ...nothingSaid, instant: null, isNone: declared === false };
  if (declared === undefined || declared === null || declared === false) return nothing;
  const unclear = (code: ProblemCode, message: string) => ({
    ...nothing,
    problems: [problem(code, message, inField('embargo', origin))],
  });
  if (declared === true)
    return unclear('embargo-unresolved', 'The embargo is declared as “true”, without a date and time.');
  const reading = readDeclaredMoment(declared, 'embargo', context);
  return reading.kind === 'instant'
    ? { ...nothing, instant: reading.instant, assumptions: reading.assumptions }
    : unclear(reading.code, `The declared embargo: ${reading.message}`);
}

/** The instant that all statements of the file agree on. `stated`: the one that the desk declares. */
function fromText(statements: readonly EmbargoStatement[], stated: Instant | null): Stated {
  const clear = statements.flatMap(({ reading }) => (reading.kind === 'instant' ? [reading] : []));
  const instants = new Set(clear.map(({ instant }) => instant));
  const problems = unclearIn(statements, instants.size === 1, stated);
  if (instants.size > 1)
    return { ...nothingSaid, instant: null, problems: [...problems, differentInstants(statements)] };
  const [only = null] = instants;
  const assumptions = clear.flatMap((reading) => reading.assumptions);
  return { instant: problems.length > 0 ? null : only, problems, assumptions };
}

/** `isSaidElsewhere`: another statement of the file gives the instant. */
function unclearIn(
  statements: readonly EmbargoStatement[],
  isSaidElsewhere: boolean,
  stated: Instant | null,
): Problem[] {
  return statements.flatMap((statement) => {
    const { reading, line } = statement;
    if (reading.kind === 'instant') return [];
    // "Under embargo" alone, above a page, does not contradict another line that gives the moment.
    if ((isSaidElsewhere || stated !== null) && isBareMention(statement)) return [];
    // The declaration decides between the possible readings.
    if (stated !== null && (reading.readings ?? []).includes(stated)) return [];
    return [problem(reading.code, `In ${line.place}: ${reading.message}`, placeOf(statement))];
  });
}

function differentInstants(statements: readonly EmbargoStatement[]): Problem {
  const shown = statements.flatMap(({ reading, line, written }) =>
    reading.kind === 'instant' ? [`${reading.instant} (${line.place}, “${written.slice(0, 80)}”)`] : [],
  );
  return problem(
    'embargo-contradiction',
    `The file names different embargoes: ${[...new Set(shown)].join(' and ')}.`,
    { field: 'embargo' },
  );
}

function distinctByMessage(assumptions: readonly Assumption[]): Assumption[] {
  return assumptions.filter(
    ({ message }, index) => assumptions.findIndex((other) => other.message === message) === index,
  );
}

/** "Under embargo" without a moment. */
function isBareMention({ namesAnEnd, reading, written }: EmbargoStatement): boolean {
  return (
    !namesAnEnd &&
    reading.kind === 'unresolved' &&
    reading.code === 'embargo-unresolved' &&
    written.length < 60 &&
    !/\d/.test(written)
  );
}

/** The desk declares that there is no embargo: the text may not name one. */
function deniedBy([first]: readonly EmbargoStatement[], { source }: Provenance): Said {
  if (!first)
    return {
      problems: [],
      assumptions: [{ field: 'embargo', message: `there is no embargo: the ${source} says so` }],
    };
  const message = `The release is declared to have no embargo, but the text says “${first.written}”.`;
  return { problems: [problem('embargo-contradiction', message, placeOf(first))], assumptions: [] };
}

function contradictions(
  stated: Instant | null,
  found: Instant | null,
  first: EmbargoStatement | undefined,
): Problem[] {
  if (stated === null || found === null || stated === found) return [];
  const message = `The embargo is declared as ${stated}, but the text says ${found} (“${first?.written}”).`;
  return [problem('embargo-contradiction', message, placeOf(first))];
}

function saidImmediate({ immediate }: EmbargoSearch): Problem[] {
  if (!immediate) return [];
  return [
    problem(
      'embargo-and-immediate',
      `The file says “${immediate.text.slice(0, 80)}” and names an embargo; the embargo counts.`,
      { field: 'embargo', ...(immediate.at !== null && { line: immediate.at }) },
    ),
  ];
}

function saidNone({ denied, statements }: EmbargoSearch): Problem[] {
  if (!denied || statements.length === 0) return [];
  return [
    problem(
      'embargo-contradiction',
      `The file says “${denied.text.slice(0, 80)}” and also names an embargo.`,
      { field: 'embargo' },
    ),
  ];
}

function untimely(instant: Instant, now: Instant, first: EmbargoStatement | undefined): Problem[] {
  if (isFarAhead(instant, now))
    return [
      problem('embargo-far-ahead', `The embargo (${instant}) lifts in more than two years.`, placeOf(first)),
    ];
  return Date.parse(instant) <= Date.parse(now)
    ? [problem('embargo-passed', `The embargo (${instant}) has already passed.`, placeOf(first))]
    : [];
}

function whereFound(first: EmbargoStatement | undefined): Provenance {
  return { from: 'found', source: first?.line.place ?? 'text', line: first?.line.at ?? null };
}

function placeOf(statement: EmbargoStatement | undefined): Problem['where'] {
  return { field: 'embargo', ...(statement?.line.at != null && { line: statement.line.at }) };
}
