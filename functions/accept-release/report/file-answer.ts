import type { FileAnswer, MarkedText, ReadingContext, ReadReport } from '../reading/reading.ts';
import { reportHtml } from './report-html.ts';

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
