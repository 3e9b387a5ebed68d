import { randomBytes } from 'node:crypto';
import { auditTable } from '../_shared/aws/audit-table.ts';
import { bucketObjects, connectBucket } from '../_shared/aws/bucket.ts';
import { contactTable } from '../_shared/aws/contact-table.ts';
import { readKnown } from '../_shared/aws/delivery-table.ts';
import { keyringTable, signingKey } from '../_shared/aws/keyring-table.ts';
import { listTable } from '../_shared/aws/list-table.ts';
import { noticeStore } from '../_shared/aws/notice-store.ts';
import { connectQueue, messageQueue } from '../_shared/aws/queue.ts';
import { releaseTable } from '../_shared/aws/release-table.ts';
import { renderedEmails } from '../_shared/aws/rendered-emails.ts';
import { connectSchedules } from '../_shared/aws/schedule.ts';
import { signUpTable } from '../_shared/aws/sign-up-table.ts';
import { connectTable } from '../_shared/aws/table.ts';
import { approveRelease } from '../_shared/decisions/approve-release.ts';
import { connectLife, countJoinedSince } from '../_shared/decisions/connect-life.ts';
import { readApprovalToken } from '../_shared/domain/approval-link.ts';
import { contactIdOf } from '../_shared/domain/contact-id.ts';
import { mergeRecord } from '../_shared/domain/delivery.ts';
import { fileToken, readFileToken } from '../_shared/domain/file-link.ts';
import { type LinkClaims, type LinkPurpose, signLink, verifyLink } from '../_shared/domain/link-token.ts';
import type { ComposeMessage } from '../_shared/domain/messages.ts';
import type { Notice } from '../_shared/domain/notice.ts';
import { textSchema } from '../_shared/domain/release.ts';
import { limitOfMailbox, limitOfNetwork } from '../_shared/domain/sign-up-limit.ts';
import { suppressContact } from '../_shared/lists/suppress-contact.ts';
import { readNewsroom } from '../_shared/runtime/newsroom.ts';
import { type PageRequest, servePages } from '../_shared/runtime/page.ts';
import { approvalPage } from './approval-page.ts';
import { confirmPage } from './confirm-page.ts';
import { environmentSchema } from './environment.ts';
import { missingPage } from './missing-page.ts';
import { preferencesPage } from './preferences-page.ts';
import { releasePage } from './release-page.ts';
import { type Routes, routeRequest } from './route-request.ts';
import { saveWishes } from './save-wishes.ts';
import { signUp } from './sign-up.ts';
import { subscribePage } from './subscribe-page.ts';
import { termsPage } from './terms-page.ts';
import { unsubscribePage } from './unsubscribe-page.ts';

const environment = environmentSchema.parse(process.env);
const newsroom = readNewsroom(import.meta.url);
const table = connectTable(environment.TABLE_NAME);
const bucket = connectBucket(environment.BUCKET_NAME);
const composeQueue = connectQueue(environment.COMPOSE_QUEUE_URL);
const now = () => new Date();

const contacts = { ...contactTable(table), ...auditTable(table) };

const life = connectLife({
  newsroom,
  table,
  bucket,
  composeQueue,
  armQueue: connectQueue(environment.ARM_QUEUE_URL),
  schedules: connectSchedules({
    group: environment.SCHEDULE_GROUP,
    roleArn: environment.SCHEDULER_ROLE_ARN,
    armQueueArn: environment.ARM_QUEUE_ARN,
  }),
  publicUrl: environment.PUBLIC_URL,
  now,
});

const releases = {
  readHead: (releaseId: string) => releaseTable(table).readHead(releaseId),
  readVersion: (releaseId: string, version: number) => releaseTable(table).readVersion(releaseId, version),
  async readText(key: string) {
    const bytes = await bucketObjects(bucket).readObject(key);
    return bytes && textSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  },
  async findRecord(deliveryId: string, contactId: string) {
    const known = (await readKnown(table, deliveryId, [contactId])).get(contactId);
    return known ? mergeRecord(known.outcome, known.feedback) : null;
  },
  readFile: (key: string) => bucketObjects(bucket).readObject(key),
  sizeOfFile: (key: string) => bucketObjects(bucket).sizeOfObject(key),
  addressOfFile: (key: string, name: string) => bucketObjects(bucket).addressOfObject(key, name),
};

async function titleOfList(list: string): Promise<string> {
  return (await listTable(table).readLists()).find((known) => known.list === list)?.title ?? list;
}

async function sendNotice(
  noticeId: string,
  to: { email: string; contactId: string },
  notice: Notice,
): Promise<void> {
  await noticeStore(bucket).writeNotice(noticeId, { to: to.email, contactId: to.contactId, notice });
  await messageQueue(composeQueue).enqueue({ kind: 'notice', noticeId } satisfies ComposeMessage);
}

async function routes(): Promise<Routes> {
  const keyring = await keyringTable(table).readKeyring();
  const { contactKey, linkKeys } = keyring;
  const key = signingKey(keyring);
  const verify = (purpose: LinkPurpose) => (token: string) => verifyLink(purpose, token, linkKeys);
  const pathOf = (purpose: LinkPurpose, letter: string, claims: LinkClaims) =>
    `/${letter}/${signLink(purpose, claims, key)}`;
  const forContact = (contact: string): LinkClaims => ({ contact, scope: '', release: '' });
  const audit = contacts.appendAudit;
  return {
    u: (request) =>
      unsubscribePage(request, {
        ...contacts,
        newsroom,
        titleOfList,
        now,
        verify: verify('unsubscribe'),
        preferencesPath: (contactId) => pathOf('preferences', 'p', forContact(contactId)),
        unsubscribe: async (contactId, evidence, at) => {
          await suppressContact(
            {
              suppress: (...suppression) => contactTable(table).suppress(...suppression),
              appendAudit: audit,
            },
            { contactId, reason: 'unsubscribed', evidence, by: 'contact', at },
          );
        },
        leaveList: async (contactId, list, at) => {
          if (await contactTable(table).leaveList(contactId, list))
            await audit({
              subject: `CONTACT#${contactId}`,
              at,
              by: 'contact',
              act: 'leave-list',
              reason: null,
              before: null,
              after: { list },
            });
        },
      }),
    p: (request) =>
      preferencesPage(request, {
        ...contacts,
        newsroom,
        titleOfList,
        now,
        verify: verify('preferences'),
        unsubscribePath: (contactId) => pathOf('unsubscribe', 'u', forContact(contactId)),
        saveWishes: (contactId, wishes, at) => saveWishes(contacts, contactId, wishes, at),
      }),
    c: (request) =>
      confirmPage(request, {
        ...contacts,
        newsroom,
        now,
        verify: verify('confirm'),
        readSignUp: (contactId) => signUpTable(table).readSignUp(contactId),
        confirmSignUp: (contactId, at) => signUpTable(table).confirmSignUp(contactId, at),
        registerList: (list) => listTable(table).registerList(list),
        resubscribe: (contactId) => contactTable(table).resubscribe(contactId),
      }),
    e: (request) =>
      termsPage(request, {
        ...contacts,
        newsroom,
        now,
        verify: verify('terms'),
        acceptTerms: (contactId, accreditation) => contactTable(table).acceptTerms(contactId, accreditation),
      }),
    r: (request) =>
      releasePage(request, {
        ...contacts,
        ...releases,
        newsroom,
        now,
        verify: (purpose, token) => verifyLink(purpose, token, linkKeys),
        fileToken: (reader, of) => fileToken(reader, of, key),
        readFileToken: (token) => readFileToken(token, linkKeys, newsroom.desk),
      }),
    a: (request) =>
      approvalPage(request, {
        ...releases,
        newsroom,
        now,
        readToken: (token) => readApprovalToken(token, linkKeys, newsroom.desk),
        readEmail: (releaseId, version, name) =>
          renderedEmails(bucket).readRenderedEmail(releaseId, version, name),
        fileToken: (address, email) => fileToken({ kind: 'desk', address }, email, key),
        embargoElsewhere: life.embargoElsewhere,
        approve: (approval) => approveRelease(life, approval),
        countJoined: (releaseId, version, audience) =>
          countJoinedSince({ table, bucket, newsroom, now }, releaseId, version, audience),
      }),
    subscribe: (request) =>
      subscribePage(request, {
        newsroom,
        now,
        signUp: (form, sourceIp) =>
          signUp(
            {
              ...contacts,
              countSignUp: (limit) => signUpTable(table).countSignUp(limit),
              limitOfNetwork: (address, at) => limitOfNetwork(address, contactKey, at),
              limitOfMailbox: (email, at) => limitOfMailbox(email, contactKey, at),
              readSignUp: (contactId) => signUpTable(table).readSignUp(contactId),
              contactIdOf: (email) => contactIdOf(email, contactKey),
              putSignUp: (...pending) => signUpTable(table).putSignUp(...pending),
              titleOfList,
              confirmUrl: (claims) => environment.PUBLIC_URL + pathOf('confirm', 'c', claims),
              sendNotice,
              newNonce: () => randomBytes(6).toString('hex'),
            },
            form,
            sourceIp,
            now(),
          ),
      }),
  };
}

// The keyring is read once per environment; a first read that failed is tried again by the next request.
let ready: Promise<Routes> | null = null;

export const handler = servePages('subscriptions', async (request: PageRequest) => {
  ready ??= routes();
  try {
    return await routeRequest(await ready, (missing) => missingPage(newsroom, missing), request);
  } catch (error) {
    ready = null;
    throw error;
  }
});
