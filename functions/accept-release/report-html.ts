import type { ReadingContext, ReadReport } from './read-release.ts';
import type { TextReading } from './read-text.ts';

/** The report as a page. */
export function reportHtml(report: ReadReport, reading: TextReading | null, context: ReadingContext): string {
  void reading;
  void context;
  return `<!doctype html><title>${report.status}</title>`;
}
