import { type Report, reportSchema } from '../domain/report.ts';
import { type Bucket, bucketObjects } from './bucket.ts';

export type ReportStore = ReturnType<typeof reportStore>;

/** The reports about dropped files, where staff find them: `reports/<key of the file>.json` and `.html`. */
export function reportStore(bucket: Bucket) {
  const { readObject, writeObject, deleteObject } = bucketObjects(bucket);
  /**
   * Everything that was written into a report, which may be more than its schema contains. Null if there is no report.
   */
  const readWrittenReport = async (file: string): Promise<unknown> => {
    const bytes = await readObject(`reports/${file}.json`);
    return bytes && JSON.parse(Buffer.from(bytes).toString('utf8'));
  };
  return {
    readWrittenReport,

    readReport: async (file: string): Promise<Report | null> =>
      reportSchema.nullable().parse(await readWrittenReport(file)),

    writeReport: (file: string, report: unknown): Promise<void> =>
      writeObject(`reports/${file}.json`, JSON.stringify(report, null, 2), 'application/json'),

    writeReportPage: (file: string, html: string): Promise<void> =>
      writeObject(`reports/${file}.html`, html, 'text/html; charset=utf-8'),

    async deleteReport(file: string): Promise<void> {
      await deleteObject(`reports/${file}.json`);
      await deleteObject(`reports/${file}.html`);
    },
  };
}
