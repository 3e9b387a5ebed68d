import type { Permissions } from '../functions/_shared/aws/permissions.ts';
import { permissions as acceptRelease } from '../functions/accept-release/permissions.ts';
import { permissions as approvals } from '../functions/approvals/permissions.ts';
import { permissions as armDelivery } from '../functions/arm-delivery/permissions.ts';
import { permissions as composeEmails } from '../functions/compose-emails/permissions.ts';
import { permissions as console } from '../functions/console/permissions.ts';
import { permissions as importContacts } from '../functions/import-contacts/permissions.ts';
import { permissions as sendEmails } from '../functions/send-emails/permissions.ts';
import { permissions as subscriptions } from '../functions/subscriptions/permissions.ts';
import { permissions as trackDelivery } from '../functions/track-delivery/permissions.ts';
import { permissions as watch } from '../functions/watch/permissions.ts';

/** What each stage may do with the table and the bucket, by its folder in functions/. */
export const stagePermissions = new Map<string, Permissions>([
  ['accept-release', acceptRelease],
  ['approvals', approvals],
  ['arm-delivery', armDelivery],
  ['compose-emails', composeEmails],
  ['console', console],
  ['import-contacts', importContacts],
  ['send-emails', sendEmails],
  ['subscriptions', subscriptions],
  ['track-delivery', trackDelivery],
  ['watch', watch],
]);
