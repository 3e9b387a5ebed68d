import { settleUnknowns } from '../functions/_shared/deliveries/settle-unknowns.ts';
import { defineCommand, Refusal, UsageError } from './command.ts';
import { deliveriesOf } from './deliveries.ts';

export const settle = defineCommand({
  usage: 'settle DELIVERY --as sent|resend [--contact CONTACT]',
  summary: 'decide about recipients of whom nobody can tell whether they were sent to',
  options: {
    as: { type: 'string', value: 'sent|resend', about: 'count them as sent, or send to them again' },
    contact: {
      type: 'string',
      value: 'CONTACT',
      about: 'only this contact, by id (default: all who are unknown)',
    },
  },
  examples: ['settle forum_v1_general --as resend'],
  positionals: { atLeast: 1, atMost: 1 },
  async run({ values, positionals: [deliveryId = ''], io }) {
    const { as } = values;
    if (as !== 'sent' && as !== 'resend')
      throw new UsageError('--as says what to make of them: sent, or resend');
    const connection = await io.connect();
    const settled = await settleUnknowns(deliveriesOf(connection), {
      deliveryId,
      contactId: values.contact ?? null,
      as,
      by: connection.by,
    });
    if (settled === null)
      throw new Refusal(
        `There is no delivery "${deliveryId}". It is written RELEASE_vVERSION_EDITION, as in forum_v1_general.`,
      );
    io.record({ delivery: deliveryId, as, settled }, () =>
      settled === 0
        ? `${io.style.bad('✗')} nobody settled: nobody is unknown there`
        : `${io.style.good('✓')} ${settled} settled as ${as}`,
    );
    return settled === 0 ? 1 : 0;
  },
});
