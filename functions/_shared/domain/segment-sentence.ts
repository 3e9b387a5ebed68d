import type { Condition, Segment } from './segment.ts';

/** Describes a segment in a sentence: `People covering peacekeeping and reading vi; but nobody in VN.` */
export function segmentSentence({ include, exclude }: Pick<Segment, 'include' | 'exclude'>): string {
  const but = exclude.filter((condition) => conditionWords(condition) !== null);
  const who = include.map((condition) => conditionWords(condition) ?? 'on any list').join(', or ');
  const whoNot = but.map(conditionWords).join(', or ');
  return `People ${who}${whoNot ? `; but nobody ${whoNot}` : ''}.`;
}

function conditionWords({ lists, beats, regions, languages, outletKinds, tiers }: Condition): string | null {
  const parts = [
    part('on the list', lists),
    part('covering', beats),
    part('in', regions),
    part('reading', languages),
    part('at a', outletKinds),
    part('of tier', tiers),
  ].filter((words) => words !== null);
  return parts.length > 0 ? parts.join(' and ') : null;
}

function part(words: string, values: readonly (string | number)[] | undefined): string | null {
  return values && values.length > 0 ? `${words} ${values.join(' or ')}` : null;
}
