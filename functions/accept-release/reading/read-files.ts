import { createHash } from 'node:crypto';
import type { AudienceRule } from '../../_shared/domain/release.ts';
import { type Assumption, type Problem, statusOf } from '../../_shared/domain/report.ts';
import { declarationsFor, isSidecar, readSidecar, sidecarProblems } from '../declarations/sidecars.ts';
import { problem } from '../problems.ts';
import { answerOf } from '../report/file-answer.ts';
import { markedText } from '../report/report-html.ts';
import { readText, type TextReading } from './read-text.ts';
import type { Reading, ReadingContext, ReadReport, ReleaseContent, ReleaseFiles } from './reading.ts';

/**
 * Reads a release as dropped: every text and sidecar, in whatever language, format and encoding; the same files give
 * the same content and hash. Files of strangers are read in a process apart (separate-reader.ts), which ends what takes
 * too long or too much memory; `begin` tells it what is read next: a file, or all of them together (null).
 */
export function readFiles(
  files: ReleaseFiles,
  context: ReadingContext,
  begin: (key: string | null) => void = () => undefined,
): Reading {
  const sidecars = files.files
    .filter((file) => isSidecar(file.key))
    .map((file) => {
      begin(file.key);
      return readSidecar(file);
    });
  const textFiles = files.files.filter((file) => !isSidecar(file.key));
  const names = files.siblings.map((sibling) => ({
    name: sibling.key.split('/').slice(2).join('/'),
    size: sibling.size,
  }));
  const readings: TextReading[] = [];
  for (const file of textFiles) {
    begin(file.key);
    readings.push(
      readText(file, declarationsFor(file.key, files.id, sidecars, textFiles.length), names, {
        ...context,
        zoneIsGiven: context.zoneIsGiven ?? false,
        id: files.id,
      }),
    );
  }
  begin(null);
  const shared = releaseProblems(readings);
  const order = [...readings].sort((a, b) => rankOf(a, context) - rankOf(b, context));
  const main = order[0] ?? null;
  const reports = files.files.map((file) => {
    const reading = readings.find((one) => one.key === file.key);
    const own = reading
      ? reading.problems
      : sidecarProblems(
          file.key,
          files.id,
          sidecars,
          textFiles.map((text) => text.key),
        );
    const about = reading ?? main;
    const report = reportOf(file.key, files.id, about, [...own, ...shared]);
    return answerOf(report, () => markedText(reading?.understanding ?? null), context);
  });
  const problems = reports.flatMap(({ report }) => report.problems);
  const rejected = main === null || statusOf(problems) === 'rejected';
  return { reports, content: rejected ? null : contentOf(order, distinct(problems), context) };
}

/** What only the texts together show: an embargo they disagree on, a language twice, one of them rejected. */
function releaseProblems(readings: readonly TextReading[]): Problem[] {
  const problems: Problem[] = [];
  if (readings.length < 2) return problems;
  const embargoes = new Set(readings.map((reading) => reading.embargo));
  if (embargoes.size > 1) {
    const shown = readings.map((reading) => `${reading.name}: ${reading.embargo ?? 'none'}`).join('; ');
    problems.push(
      problem('embargo-in-another-text', `The texts of this release name different embargoes (${shown}).`, {
        field: 'embargo',
      }),
    );
  }
  const seen = new Map<string, string>();
  for (const reading of readings) {
    if (reading.language === null) continue;
    const before = seen.get(reading.language);
    if (before !== undefined)
      problems.push(
        problem(
          'language-twice',
          `“${before}” and “${reading.name}” are both in the same language (${reading.language}).`,
          { field: 'language' },
        ),
      );
    seen.set(reading.language, reading.name);
  }
  const rejected = readings.filter((reading) => statusOf(reading.problems) === 'rejected');
  if (rejected.length > 0 && rejected.length < readings.length)
    problems.push(
      problem(
        'another-text-rejected',
        `“${rejected[0]?.name}” of this release was rejected; the release waits for it.`,
      ),
    );
  return problems;
}

function rankOf(reading: TextReading, context: ReadingContext): number {
  return reading.language === context.newsroom.defaultLanguage ? 0 : 1;
}

/** Problems of one kind that are told one by one. */
const toldOfAKind = 100;

function distinct(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  const ofKind = new Map<string, number>();
  const told = problems.filter((one) => {
    const key = JSON.stringify([one.code, one.message, one.where]);
    if (seen.has(key)) return false;
    seen.add(key);
    const before = ofKind.get(one.code) ?? 0;
    ofKind.set(one.code, before + 1);
    return before < toldOfAKind;
  });
  return told.flatMap((one, index) => {
    const more = (ofKind.get(one.code) ?? 0) - toldOfAKind;
    const isLast = more > 0 && told.findLastIndex(({ code }) => code === one.code) === index;
    return isLast ? [one, { ...one, message: `And ${more} more of this kind.` }] : [one];
  });
}

function reportOf(key: string, id: string, reading: TextReading | null, problems: Problem[]): ReadReport {
  const unique = distinct(problems);
  const rank = { error: 0, hold: 1, warning: 2 };
  unique.sort((a, b) => rank[a.severity] - rank[b.severity] || (a.where.line ?? 0) - (b.where.line ?? 0));
  const disagreement = unique.some((one) => one.code === 'embargo-in-another-text');
  return {
    file: key,
    status: statusOf(unique),
    release: {
      id,
      version: null,
      title: reading?.title ?? null,
      subtitle: reading?.subtitle ?? null,
      language: reading?.language ?? null,
      dateline: reading?.dateline ?? { place: null, city: null, date: null },
      embargo: disagreement ? null : (reading?.embargo ?? null),
      sendAt: reading?.sendAt ?? null,
      contacts: reading?.contacts ?? [],
      images: reading?.images ?? [],
      topics: reading?.topics ?? [],
      regions: reading?.regions ?? [],
    },
    problems: unique,
    assumptions: reading?.assumptions ?? [],
    provenance: reading?.provenance ?? {},
  };
}

function contentOf(
  readings: readonly TextReading[],
  problems: Problem[],
  context: ReadingContext,
): ReleaseContent | null {
  const texts = readings.flatMap((reading) => reading.text ?? []);
  const [main] = readings;
  if (texts.length === 0 || !main) return null;
  const unite = (pick: (reading: TextReading) => string[]) => [...new Set(readings.flatMap(pick))];
  const first = <T>(pick: (reading: TextReading) => T | null | undefined): T | null => {
    for (const reading of readings) {
      const value = pick(reading);
      if (value !== null && value !== undefined) return value;
    }
    return null;
  };
  const topics = unite((reading) => reading.topics);
  const regions = unite((reading) => reading.regions);
  const agreed = new Set(readings.map((reading) => reading.embargo)).size === 1;
  const content: Omit<ReleaseContent, 'contentHash'> = {
    texts,
    embargo: agreed ? main.embargo : null,
    sendAt: first((reading) => reading.sendAt),
    audience: audienceOf(readings, topics, regions, context),
    correction: first((reading) => reading.declared.correction),
    liftNotice: first((reading) => reading.declared.liftNotice) ?? true,
    approval: first((reading) => reading.declared.approval),
    sender: first((reading) => reading.sender) ?? { name: null, replyTo: null },
    topics,
    regions,
    sameTextAs: unite((reading) => reading.declared.sameTextAs ?? []).map((id) => id.normalize('NFC')),
    problems,
    assumptions: distinctAssumptions(readings.flatMap((reading) => reading.assumptions)),
  };
  return { ...content, contentHash: hashOf(content) };
}

function audienceOf(
  readings: readonly TextReading[],
  topics: string[],
  regions: string[],
  context: ReadingContext,
): AudienceRule {
  const unite = (pick: (reading: TextReading) => string[] | null | undefined) => [
    ...new Set(readings.flatMap((reading) => pick(reading) ?? [])),
  ];
  const lists = unite((reading) => reading.declared.lists);
  const segments = unite((reading) => reading.declared.segments);
  const exclude = unite((reading) => reading.declared.exclude);
  const beats = unite((reading) => reading.declared.topics);
  if (lists.length + segments.length > 0)
    return { origin: 'declared', lists, segments, beats: [], regions, exclude };
  if (beats.length > 0) return { origin: 'declared', lists: [], segments: [], beats, regions, exclude };
  return {
    origin: 'proposed',
    lists: [context.newsroom.defaultList],
    segments: [],
    beats: topics,
    regions,
    exclude,
  };
}

function distinctAssumptions(assumptions: readonly Assumption[]): Assumption[] {
  const seen = new Set<string>();
  return assumptions.filter((one) => {
    const key = `${one.field}|${one.message}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

/** Of what goes out, not of when it was read: dropping the same content again gives the same hash. */
function hashOf(content: Omit<ReleaseContent, 'contentHash'>): string {
  const { problems: _problems, assumptions: _assumptions, sameTextAs: _sameTextAs, texts, ...said } = content;
  // Where its contacts were found is no content either.
  const shown = texts.map(({ contactsDeclared: _declared, ...text }) => text);
  return createHash('sha256')
    .update(canonical({ ...said, texts: shown }))
    .digest('hex');
}
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`)
    .join(',')}}`;
}
