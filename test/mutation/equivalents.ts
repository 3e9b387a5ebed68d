/** Mutants that change nothing that anybody could see, each with why. They count neither way. */
export const equivalents: readonly { file: string; change: string; why: string }[] = [];
