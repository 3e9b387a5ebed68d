import type { LifeDependencies } from '../_shared/decisions/move-release.ts';
import type { Text, Version } from '../_shared/domain/release.ts';
import { resumeEffects } from '../_shared/domain/release-moves.ts';
import type { Instant, Status } from '../_shared/domain/report.ts';
import type { Answer } from './answer-drop.ts';
import type { Dropped } from './dropped.ts';
import type { ReadReport, ReleaseContent } from './reading/reading.ts';

export interface KeepDependencies extends Pick<LifeDependencies, 'carryOut'> {
  writeText: (key: string, text: Text) => Promise<void>;
  /** A version that exists already is left as it is. */
  putVersion: (version: Version) => Promise<void>;
  writeReport: (report: ReadReport, html: string) => Promise<void>;
  putReportPointer: (
    releaseId: string,
    pointer: { key: string; identity: string; status: Status },
  ) => Promise<void>;
  tellDropped: (report: ReadReport) => Promise<void>;
}

/**
 * Writes what the head refers to, then the reports. After a crash the event comes again and everything is written again:
 * the same content gives the same keys.
 */
export async function keepAnswer(
  dependencies: KeepDependencies,
  dropped: Dropped,
  { decision, reports, content }: Answer,
  now: Instant,
): Promise<void> {
  if (content) await keepVersion(dependencies, dropped, decision.release.latestVersion, content, now);
  for (const { report, html } of reports) {
    await dependencies.writeReport(report, html);
    const identity = dropped.identities.get(report.file) ?? '';
    await dependencies.putReportPointer(dropped.id, { key: report.file, identity, status: report.status });
  }
  // Composing needs what was just written. Asking again composes nothing twice.
  for (const effect of resumeEffects(decision.release))
    if (effect.kind === 'compose') await dependencies.carryOut(effect);
  const gravest =
    reports.find(({ report }) => report.status === 'rejected') ??
    reports.find(({ report }) => report.status === 'held');
  // An accepted release needs no mail: its proof is the answer.
  if (gravest) await dependencies.tellDropped(gravest.report);
}

async function keepVersion(
  { writeText, putVersion }: KeepDependencies,
  { id, identities }: Dropped,
  version: number,
  { texts, sameTextAs: _, ...content }: ReleaseContent,
  now: Instant,
): Promise<void> {
  const keys = texts.map((text) => ({ text, key: `store/texts/${id}/${version}/${text.language}.json` }));
  for (const { text, key } of keys) await writeText(key, text);
  await putVersion({
    ...content,
    releaseId: id,
    version,
    readAt: now,
    sources: [...identities].map(([key, identity]) => ({ key, identity })),
    texts: keys.map(({ text, key }) => ({ language: text.language, key, title: text.title })),
  });
}
