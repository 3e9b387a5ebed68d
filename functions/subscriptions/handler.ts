import { randomBytes } from 'node:crypto';
import { auditStore } from '../_shared/aws/audit-store.ts';
import { bucketObjects, connectBucket } from '../_shared/aws/bucket.ts';
import { contactTable } from '../_shared/aws/contact-table.ts';
import { deliveryTable } from '../_shared/aws/delivery-table.ts';
import { connectKeys } from '../_shared/aws/keys.ts';
import { listTable } from '../_shared/aws/list-table.ts';
import { noticeStore } from '../_shared/aws/notice-store.ts';
import { paceTable } from '../_shared/aws/pace-table.ts';
import { connectQueue, messageQueue } from '../_shared/aws/queue.ts';
import { releaseTable } from '../_shared/aws/release-table.ts';
import { signUpTable } from '../_shared/aws/sign-up-table.ts';
import { connectTable } from '../_shared/aws/table.ts';
import { textStore } from '../_shared/aws/text-store.ts';
import { requestNotice } from '../_shared/decisions/request-notice.ts';
import { confirmationsStoppedUntil } from '../_shared/domain/circuit.ts';
import { contactIdOf } from '../_shared/domain/contact-id.ts';
import type { Keyring } from '../_shared/domain/keyring.ts';
import { signUpLimits } from '../_shared/domain/sign-up-limit.ts';
import { suppressContact } from '../_shared/lists/suppress-contact.ts';
import { missingPage } from '../_shared/public-pages/missing-page.ts';
import { type Routes, routeRequest } from '../_shared/public-pages/route-request.ts';
import { servePublicPages } from '../_shared/public-pages/serve-public-pages.ts';
import { measure } from '../_shared/runtime/metrics.ts';
import { readNewsroom } from '../_shared/runtime/newsroom.ts';
import type { PageRequest } from '../_shared/runtime/page.ts';
import { confirmPage } from './confirm-page.ts';
import { environmentSchema } from './environment.ts';
import { leaveList } from './leave-list.ts';
import { linksOf } from './links.ts';
import { preferencesPage } from './preferences-page.ts';
import { releasePage } from './release-page.ts';
import { saveWishes } from './save-wishes.ts';
import { type Dependencies as SignUpDependencies, signUp } from './sign-up.ts';
import { subscribePage } from './subscribe-page.ts';
import { termsPage } from './terms-page.ts';
import { unsubscribePage } from './unsubscribe-page.ts';

const environment = environmentSchema.parse(process.env);
const newsroom = readNewsroom(import.meta.url);
const table = connectTable(environment.TABLE_NAME);
const bucket = connectBucket(environment.BUCKET_NAME, { mayList: false });
const now = () => new Date();
const keys = connectKeys(environment.KEYS_SECRET_ARN, table);

const notices = {
  ...noticeStore(bucket),
  enqueueCompose: messageQueue(connectQueue(environment.COMPOSE_QUEUE_URL)).enqueue,
};

const shared = {
  newsroom,
  now,
  ...contactTable(table),
  ...auditStore(bucket),
  ...listTable(table),
  ...signUpTable(table),
  ...releaseTable(table),
  ...deliveryTable(table),
  ...bucketObjects(bucket),
  ...textStore(bucket),
};

async function routes(): Promise<Routes> {
  const keyring = await keys.readKeyring();
  const links = { ...shared, ...linksOf(keyring.linkKeys, newsroom.desk) };
  return {
    u: (request) =>
      unsubscribePage(request, {
        ...links,
        verify: links.verifyAs('unsubscribe'),
        unsubscribe: (contactId, evidence, at) =>
          suppressContact(shared, { contactId, reason: 'unsubscribed', evidence, by: 'contact', at }),
        leaveList: (contactId, list, at) => leaveList(shared, contactId, list, at),
      }),
    p: (request) =>
      preferencesPage(request, {
        ...links,
        verify: links.verifyAs('preferences'),
        saveWishes: (contactId, wishes, at) => saveWishes(shared, contactId, wishes, at),
      }),
    c: (request) => confirmPage(request, { ...links, verify: links.verifyAs('confirm') }),
    e: (request) => termsPage(request, { ...links, verify: links.verifyAs('terms') }),
    r: (request) => releasePage(request, links),
    subscribe: (request) =>
      subscribePage(request, {
        ...links,
        now,
        signUp: (form, sourceIp) => signUp(signingUp(keyring, links), form, sourceIp, now()),
      }),
  };
}

function signingUp(
  { contactKey }: Keyring,
  { confirmPath }: Pick<ReturnType<typeof linksOf>, 'confirmPath'>,
): SignUpDependencies {
  return {
    ...shared,
    contactIdOf: (email) => contactIdOf(email, contactKey),
    limits: signUpLimits(newsroom.signUps, contactKey),
    hoursBetweenConfirmations: newsroom.signUps.hoursBetweenConfirmations,
    stoppedUntil: async () => confirmationsStoppedUntil(await paceTable(table).readPace(), now().getTime()),
    confirmUrl: (claims) => environment.PUBLIC_URL + confirmPath(claims),
    sendNotice: (noticeId, { email, contactId }, notice) =>
      requestNotice(notices, noticeId, { to: email, contactId, notice }),
    newNonce: () => randomBytes(6).toString('hex'),
    measure,
  };
}

export const handler = servePublicPages(
  'subscriptions',
  environment.PUBLIC_URL,
  async (request: PageRequest) =>
    routeRequest(await routes(), (missing) => missingPage(newsroom, missing), request),
);
