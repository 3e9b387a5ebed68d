import type { Assumption, Instant, Problem } from '../../_shared/domain/report.ts';
import type { Declared } from '../declarations/declared-schema.ts';
import { type EmbargoStatement, readDeclaredMoment } from '../fields/find-embargo.ts';
import type { Understanding } from '../fields/understanding.ts';
import { problem } from '../problems.ts';
import type { Provenance } from './reading.ts';

export interface SettledEmbargo {
  instant: Instant | null;
  problems: Problem[];
  assumptions: Assumption[];
  provenance: Provenance | null;
}

/**
 * One embargo out of what is declared and what the file says. Whatever disagrees, or was not understood, holds: the
 * instant is then null unless every readable statement agrees or the desk declared it.
 */
export function settleEmbargo(
  understanding: Understanding,
  declared: Declared['embargo'],
  origin: { source: string; line: number | null } | null,
  now: Instant,
): SettledEmbargo {
  const settled: SettledEmbargo = { instant: null, problems: [], assumptions: [], provenance: null };
  const { statements, immediate } = understanding.embargo;
  const stated = fromDeclaration(declared, origin, understanding, settled);
  const found = fromText(statements, settled, stated === 'none' ? null : stated);
  if (stated === 'none') denyEmbargo(statements, settled);
  if (stated !== null && stated !== 'none') settled.instant = stated;
  else if (found !== null) {
    settled.instant = found;
    settled.provenance = {
      from: 'found',
      source: statements[0]?.line.place ?? 'text',
      line: statements[0]?.line.at ?? null,
    };
  }
  if (stated !== null && stated !== 'none' && found !== null && stated !== found)
    settled.problems.push(
      problem(
        'embargo-contradiction',
        `The embargo is declared as ${stated}, but the text says ${found} (“${statements[0]?.written}”).`,
        { field: 'embargo', ...lineOf(statements[0]) },
      ),
    );
  if (immediate && (settled.instant !== null || settled.problems.length > 0))
    settled.problems.push(
      problem(
        'embargo-and-immediate',
        `The file says “${immediate.text.slice(0, 80)}” and names an embargo; the embargo counts.`,
        { field: 'embargo', ...(immediate.at !== null && { line: immediate.at }) },
      ),
    );
  if (understanding.embargo.denied && statements.length > 0)
    settled.problems.push(
      problem(
        'embargo-contradiction',
        `The file says “${understanding.embargo.denied.text.slice(0, 80)}” and also names an embargo.`,
        { field: 'embargo' },
      ),
    );
  if (settled.instant !== null && isFarAhead(settled.instant, now))
    settled.problems.push(
      problem('embargo-far-ahead', `The embargo (${settled.instant}) lifts in more than two years.`, {
        field: 'embargo',
        ...lineOf(statements[0]),
      }),
    );
  if (settled.instant !== null && Date.parse(settled.instant) <= Date.parse(now))
    settled.problems.push(
      problem('embargo-passed', `The embargo (${settled.instant}) has already passed.`, {
        field: 'embargo',
        ...lineOf(statements[0]),
      }),
    );
  return settled;
}

/** More than two years ahead: nobody plans so, but 2036 is soon written for 2026. */
export function isFarAhead(instant: Instant, now: Instant): boolean {
  const limit = new Date(now);
  limit.setUTCFullYear(limit.getUTCFullYear() + 2);
  return Date.parse(instant) > limit.getTime();
}

function lineOf(statement: EmbargoStatement | undefined): { line?: number } {
  return statement?.line.at == null ? {} : { line: statement.line.at };
}

/** The instant that all statements of the file agree on. */
function fromText(
  statements: readonly EmbargoStatement[],
  settled: SettledEmbargo,
  stated: Instant | null,
): Instant | null {
  const instants = new Set<Instant>();
  let unclear = 0;
  for (const statement of statements) {
    const { reading } = statement;
    if (reading.kind === 'instant') instants.add(reading.instant);
  }
  for (const statement of statements) {
    const { reading } = statement;
    if (reading.kind === 'instant') continue;
    // "Under embargo" repeated above a page does not take away what another line says in full.
    if ((instants.size === 1 || stated !== null) && isBareMention(statement)) continue;
    // The declaration says which of the possible readings is meant.
    if (stated !== null && (reading.readings ?? []).includes(stated)) continue;
    unclear++;
    settled.problems.push(
      problem(reading.code, `In ${statement.line.place}: ${reading.message}`, {
        field: 'embargo',
        ...lineOf(statement),
      }),
    );
  }
  if (instants.size > 1) {
    const shown = statements.flatMap((one) =>
      one.reading.kind === 'instant'
        ? [`${one.reading.instant} (${one.line.place}, “${one.written.slice(0, 80)}”)`]
        : [],
    );
    settled.problems.push(
      problem(
        'embargo-contradiction',
        `The file names different embargoes: ${[...new Set(shown)].join(' and ')}.`,
        { field: 'embargo' },
      ),
    );
    return null;
  }
  const [only] = instants;
  if (only === undefined) return null;
  for (const statement of statements)
    if (statement.reading.kind === 'instant')
      settled.assumptions.push(
        ...statement.reading.assumptions.filter(
          (one) => !settled.assumptions.some((known) => known.message === one.message),
        ),
      );
  return unclear > 0 ? null : only;
}

/** "Under embargo", without an end of its own. */
function isBareMention(statement: EmbargoStatement): boolean {
  return (
    !statement.namesAnEnd &&
    statement.reading.kind === 'unresolved' &&
    statement.reading.code === 'embargo-unresolved' &&
    statement.written.length < 60 &&
    !/\d/.test(statement.written)
  );
}

function fromDeclaration(
  declared: Declared['embargo'],
  origin: { source: string; line: number | null } | null,
  understanding: Understanding,
  settled: SettledEmbargo,
): Instant | 'none' | null {
  if (declared === undefined || declared === null) return null;
  const where = { field: 'embargo', ...(origin?.line != null && { line: origin.line }) };
  settled.provenance = {
    from: 'declared',
    source: origin?.source ?? 'front matter',
    line: origin?.line ?? null,
  };
  if (declared === false) return 'none';
  if (declared === true) {
    settled.problems.push(
      problem('embargo-unresolved', 'The embargo is declared as “true”, without a date and time.', where),
    );
    return null;
  }
  const reading = readDeclaredMoment(declared, 'embargo', understanding.embargoContext);
  if (reading.kind === 'instant') {
    settled.assumptions.push(...reading.assumptions);
    return reading.instant;
  }
  settled.problems.push(problem(reading.code, `The declared embargo: ${reading.message}`, where));
  return null;
}

function denyEmbargo(statements: readonly EmbargoStatement[], settled: SettledEmbargo): void {
  const [first] = statements;
  if (first)
    settled.problems.push(
      problem(
        'embargo-contradiction',
        `The release is declared to have no embargo, but the text says “${first.written}”.`,
        { field: 'embargo', ...lineOf(first) },
      ),
    );
  else
    settled.assumptions.push({
      field: 'embargo',
      message: `there is no embargo: the ${settled.provenance?.source} says so`,
    });
}
