import { connectBucket } from '../_shared/aws/bucket.ts';
import { connectKeys } from '../_shared/aws/keys.ts';
import { paceTable } from '../_shared/aws/pace-table.ts';
import { connectQueue } from '../_shared/aws/queue.ts';
import { releaseTable } from '../_shared/aws/release-table.ts';
import { renderedEmails } from '../_shared/aws/rendered-emails.ts';
import { connectSchedules } from '../_shared/aws/schedule.ts';
import { connectTable } from '../_shared/aws/table.ts';
import { approveRelease } from '../_shared/decisions/approve-release.ts';
import { connectLife } from '../_shared/decisions/connect-life.ts';
import { sendingStop } from '../_shared/deliveries/sending-stop.ts';
import { readApprovalToken } from '../_shared/domain/approval-link.ts';
import { fileToken } from '../_shared/domain/file-link.ts';
import { missingPage } from '../_shared/public-pages/missing-page.ts';
import { type Routes, routeRequest } from '../_shared/public-pages/route-request.ts';
import { servePublicPages } from '../_shared/public-pages/serve-public-pages.ts';
import { readNewsroom } from '../_shared/runtime/newsroom.ts';
import { approvalPage } from './approval-page.ts';
import { environmentSchema } from './environment.ts';

const environment = environmentSchema.parse(process.env);
const newsroom = readNewsroom(import.meta.url);
const table = connectTable(environment.TABLE_NAME);
const bucket = connectBucket(environment.BUCKET_NAME, { mayList: false });
const now = () => new Date();
const keys = connectKeys(environment.KEYS_SECRET_ARN, table);
const life = connectLife({
  newsroom,
  table,
  bucket,
  composeQueue: connectQueue(environment.COMPOSE_QUEUE_URL),
  armQueue: connectQueue(environment.ARM_QUEUE_URL),
  schedules: connectSchedules({
    group: environment.SCHEDULE_GROUP,
    roleArn: environment.SCHEDULER_ROLE_ARN,
    armQueueArn: environment.ARM_QUEUE_ARN,
    deadLettersArn: environment.SCHEDULE_DEAD_LETTERS_ARN,
  }),
  keys,
  publicUrl: environment.PUBLIC_URL,
  now,
});

async function routes(): Promise<Routes> {
  const { signing, recent } = (await keys.readKeyring()).linkKeys;
  const dependencies = {
    newsroom,
    now,
    ...releaseTable(table),
    ...renderedEmails(bucket),
    countJoined: life.countJoined,
    embargoElsewhere: life.embargoElsewhere,
    whyStopped: async () =>
      sendingStop(await paceTable(table).readPace(), Date.now(), newsroom.zone)?.words ?? null,
    readToken: (token: string) => readApprovalToken(token, recent, newsroom.desk),
    fileToken: (address: string, email: { releaseId: string; version: number }) =>
      fileToken({ kind: 'desk', address }, email, signing),
  };
  return {
    a: (request) =>
      approvalPage(request, { ...dependencies, approve: (approval) => approveRelease(life, approval) }),
  };
}

export const handler = servePublicPages('approvals', environment.PUBLIC_URL, async (request) =>
  routeRequest(await routes(), (missing) => missingPage(newsroom, missing), request),
);
