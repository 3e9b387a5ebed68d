import { checkInvariants } from './check-invariants.ts';
import { type Mutation, simulateNewsroom } from './simulate-newsroom.ts';

export interface Finding {
  seed: number;
  problems: string[];
}

/** Runs seeds one after another. Yields those that broke a rule. */
export async function* runSeeds(
  from: number,
  count: number,
  mutation: Mutation | null = null,
): AsyncGenerator<Finding> {
  for (let seed = from; seed < from + count; seed++) {
    const problems = await checkInvariants(await simulateNewsroom(seed, mutation));
    if (problems.length > 0) yield { seed, problems };
  }
}
