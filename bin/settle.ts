import { deliveryTable } from '../functions/_shared/aws/delivery-table.ts';
import { releaseTable } from '../functions/_shared/aws/release-table.ts';
import { putBackRefused } from '../functions/_shared/deliveries/put-back-refused.ts';
import { settleUnknowns } from '../functions/_shared/deliveries/settle-unknowns.ts';
import { whyOver } from '../functions/_shared/deliveries/why-over.ts';
import { type CommandIo, defineCommand, type ExitCode, Refusal, UsageError } from './command.ts';
import type { Connection } from './connection.ts';
import { deliveriesOf } from './deliveries.ts';
import { sayStop } from './say-stop.ts';

export const settle = defineCommand({
  usage: [
    'settle DELIVERY --as sent|resend [--contact CONTACT]',
    'settle DELIVERY --refused [--reason R] --as resend [--contact CONTACT]',
  ],
  summary: 'decide about recipients who may or may not have been sent to, or whom SES refused',
  options: {
    as: { type: 'string', value: 'sent|resend', about: 'count them as sent, or send to them again' },
    contact: {
      type: 'string',
      value: 'CONTACT',
      about: 'only this contact, by id (default: all who are unknown)',
    },
    refused: {
      type: 'boolean',
      about: 'those whom SES refused, once the cause is mended; --as resend alone',
    },
    reason: {
      type: 'string',
      value: 'R',
      about: 'with --refused: only those refused for this reason, as `deliveries` shows it',
    },
  },
  examples: ['settle forum_v1_general --as resend', 'settle forum_v1_general --refused --as resend'],
  positionals: { atLeast: 1, atMost: 1 },
  async run({ values, positionals: [deliveryId = ''], io }) {
    const { as } = values;
    if (as !== 'sent' && as !== 'resend')
      throw new UsageError('--as says what to make of them: sent, or resend');
    if (values.refused) return putBack(io, deliveryId, as, values);
    if (values.reason !== undefined) throw new UsageError('--reason goes with --refused');
    const connection = await io.connect();
    if (as === 'resend') await refuseIfOver(connection, deliveryId);
    const settled = await settleUnknowns(deliveriesOf(connection), {
      deliveryId,
      contactId: values.contact ?? null,
      as,
      by: connection.by,
    });
    if (settled === null) throw noDelivery(deliveryId);
    if (as === 'resend') await sayStop(io, connection);
    io.record({ delivery: deliveryId, as, settled }, () =>
      settled === 0
        ? `${io.style.bad('✗')} nobody settled: nobody is unknown there`
        : `${io.style.good('✓')} ${settled} settled as ${as}`,
    );
    return settled === 0 ? 1 : 0;
  },
});

async function putBack(
  io: CommandIo,
  deliveryId: string,
  as: 'sent' | 'resend',
  { reason = null, contact = null }: { reason?: string | null; contact?: string | null },
): Promise<ExitCode> {
  if (as === 'sent')
    throw new UsageError('whom SES refused was not sent to: --refused goes with --as resend');
  const connection = await io.connect();
  await refuseIfOver(connection, deliveryId);
  const { by } = connection;
  const done = await putBackRefused(deliveriesOf(connection), { deliveryId, reason, contactId: contact, by });
  if (!done) throw noDelivery(deliveryId);
  await sayStop(io, connection);
  const later =
    done.busy > 0 ? `; ${done.busy} are in the hands of a sender: run this again in a minute` : '';
  io.record({ delivery: deliveryId, as, ...done }, () =>
    done.putBack === 0
      ? `${io.style.bad('✗')} nobody put back${later || ': nobody is refused there (for that reason)'}`
      : `${io.style.good('✓')} ${done.putBack} put back, they are sent to once more${later}`,
  );
  return done.putBack === 0 || done.busy > 0 ? 1 : 0;
}

async function refuseIfOver({ table, now }: Connection, deliveryId: string): Promise<void> {
  const delivery = await deliveryTable(table).readDelivery(deliveryId);
  if (!delivery) return;
  const release = await releaseTable(table).readHead(delivery.releaseId);
  const over = whyOver(release, delivery, now().getTime());
  if (over !== null) throw new Refusal(over);
}

function noDelivery(deliveryId: string): Refusal {
  return new Refusal(
    `There is no delivery "${deliveryId}". It is written RELEASE_vVERSION_EDITION, as in forum_v1_general.`,
  );
}
