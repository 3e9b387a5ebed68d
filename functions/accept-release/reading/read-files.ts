import { statusOf } from '../../_shared/domain/report.ts';
import {
  declarationsFor,
  isSidecar,
  readSidecar,
  type Sidecar,
  sidecarProblems,
} from '../declarations/sidecars.ts';
import { answerOf } from '../report/file-answer.ts';
import { markedText } from '../report/report-text.ts';
import { contentOf } from './content-of.ts';
import { distinctProblems } from './distinct-problems.ts';
import { readText, type TextReading } from './read-text.ts';
import type { FileAnswer, Reading, ReadingContext, ReleaseFiles } from './reading.ts';
import { releaseProblems } from './release-problems.ts';
import { reportOf } from './report-of.ts';

/**
 * Reads all texts and sidecars of a release, in any language, format and encoding. The same files give the same content
 * and hash. It runs in a process of its own (separate-reader.ts), which is ended when reading takes too long or too much
 * memory; `begin` says what is read next: a file, or all of them together (null).
 */
export function readFiles(
  release: ReleaseFiles,
  context: ReadingContext,
  begin: (key: string | null) => void = () => undefined,
): Reading {
  const sidecars = release.files
    .filter(({ key }) => isSidecar(key))
    .map((file) => {
      begin(file.key);
      return readSidecar(file);
    });
  const readings = readTexts(release, sidecars, context, begin);
  begin(null);
  const reports = answers(release, readings, sidecars, context);
  const problems = reports.flatMap(({ report }) => report.problems);
  const isRejected = readings.length === 0 || statusOf(problems) === 'rejected';
  const content = isRejected
    ? null
    : contentOf(mainFirst(readings, context), distinctProblems(problems), context);
  return { reports, content };
}

function readTexts(
  { id, files, siblings }: ReleaseFiles,
  sidecars: readonly Sidecar[],
  context: ReadingContext,
  begin: (key: string) => void,
): TextReading[] {
  const texts = files.filter(({ key }) => !isSidecar(key));
  const beside = siblings.map(({ key, size }) => ({ name: key.split('/').slice(2).join('/'), size }));
  return texts.map((file) => {
    begin(file.key);
    const declarations = declarationsFor(file.key, id, sidecars, texts.length);
    const { zoneIsGiven = false } = context;
    return readText(file, declarations, beside, { ...context, zoneIsGiven, id });
  });
}

/** The text in the newsroom's language is the main one, else the first. */
function mainFirst(readings: readonly TextReading[], { newsroom }: ReadingContext): TextReading[] {
  const rank = ({ language }: TextReading) => (language === newsroom.defaultLanguage ? 0 : 1);
  return [...readings].sort((a, b) => rank(a) - rank(b));
}

/** An answer to each file, in their order. A sidecar's is about the main text. */
function answers(
  { id, files }: ReleaseFiles,
  readings: readonly TextReading[],
  sidecars: readonly Sidecar[],
  context: ReadingContext,
): FileAnswer[] {
  const shared = releaseProblems(readings);
  const [main = null] = mainFirst(readings, context);
  const texts = readings.map(({ key }) => key);
  return files.map(({ key }) => {
    const reading = readings.find((one) => one.key === key);
    const own = reading ? reading.problems : sidecarProblems(key, id, sidecars, texts);
    const report = reportOf(key, id, reading ?? main, [...own, ...shared]);
    return answerOf(report, () => markedText(reading?.understanding ?? null), context);
  });
}
