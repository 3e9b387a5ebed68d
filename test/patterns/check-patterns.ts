import { boundedPatterns, composedLater } from './bounded-patterns.ts';
import { composedPatterns, composingCalls, literalPatterns, type Pattern } from './find-patterns.ts';
import { judgePattern } from './judge-pattern.ts';

/**
 * `npm run patterns`: checks that every regular expression in the tree is fast on any text, or that the text is
 * bounded.
 */

const complaints: string[] = [];

const composed = await composedPatterns();
const all = [...literalPatterns(), ...composed.patterns];
const bounded = (pattern: Pattern) =>
  boundedPatterns.some(({ file, source }) => file === pattern.file && source === pattern.source);

const slow = all.flatMap((pattern) => {
  const verdict = judgePattern(pattern.source, pattern.flags);
  return verdict.growth === 'linear' ? [] : [{ ...pattern, ...verdict }];
});
const unlisted = slow.filter((pattern) => pattern.growth === 'exponential' || !bounded(pattern));
for (const { file, line, growth, why, source, flags } of unlisted)
  complaints.push(`${file}:${line} ${growth}: ${why}\n    /${source}/${flags}`);
for (const { file, source } of boundedPatterns)
  if (!slow.some((pattern) => pattern.file === file && pattern.source === source))
    complaints.push(`${file} has no slow pattern /${source}/ any more: take it off boundedPatterns`);

const unseen = composingCalls().filter((call) => !composed.calls.has(call));
for (const [file, calls] of Map.groupBy(unseen, (call) => call.split(':')[0] ?? ''))
  if (!composedLater.some((entry) => entry.file === file))
    complaints.push(
      `${calls.join(', ')}: composed while it runs, where nobody can judge it; compose it when the file is loaded`,
    );

for (const complaint of complaints) console.error(complaint);
console.log(
  `${all.length} patterns, ${complaints.length} complaints; ${slow.length - unlisted.length} bounded by what they read`,
);
process.exitCode = complaints.length > 0 ? 1 : 0;
