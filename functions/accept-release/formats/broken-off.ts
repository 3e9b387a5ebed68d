import type { Problem } from '../../_shared/domain/report.ts';

/** Thrown inside a library's parser, where nothing else ends its work; never leaves `unlessBrokenOff`. */
export class BrokenOff extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}

/** What a parser gives, or why it was broken off. */
export function unlessBrokenOff<Result>(parse: () => Result): Result | Problem {
  try {
    return parse();
  } catch (error) {
    if (error instanceof BrokenOff) return error.problem;
    throw error;
  }
}
