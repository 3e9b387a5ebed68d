import type { ReadingContext, ReadReport } from './read-release.ts';
import { type MarkedText, reportHtml } from './report-html.ts';

/** The answer to one file. `render`: the page of a report that says more since (its version, what else stands against it). */
export interface FileAnswer {
  report: ReadReport;
  html: string;
  render: (report: ReadReport) => string;
  /** What the page shows of the text. */
  marked: () => MarkedText;
}

/** The page is made when asked for: a check of many files needs the reports only. */
export function answerOf(report: ReadReport, marked: () => MarkedText, context: ReadingContext): FileAnswer {
  const render = (full: ReadReport) => reportHtml(full, marked(), context);
  return {
    report,
    get html() {
      return render(report);
    },
    render,
    marked,
  };
}
