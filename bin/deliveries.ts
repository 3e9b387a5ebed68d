import { releaseTable } from '../functions/_shared/aws/release-table.ts';
import { connectDeliveries } from '../functions/_shared/deliveries/connect-deliveries.ts';
import { listRecipients, type RecipientLine } from '../functions/_shared/deliveries/list-recipients.ts';
import { editionSchema } from '../functions/_shared/domain/release.ts';
import { secondInWords } from '../functions/_shared/domain/when-in-words.ts';
import { type CommandIo, defineCommand, Refusal, UsageError } from './command.ts';
import type { Connection } from './connection.ts';

export const deliveries = defineCommand({
  usage: 'deliveries ID [--edition E]',
  summary: 'who got a release, who did not and why: a line per recipient and per contact left out',
  options: {
    edition: {
      type: 'string',
      value: 'E',
      about: `one edition alone: ${editionSchema.options.join(', ')}`,
    },
  },
  examples: ['deliveries forum', 'deliveries forum --edition embargoed --json'],
  positionals: { atLeast: 1, atMost: 1 },
  async run({ values, positionals: [releaseId = ''], io }) {
    const edition = editionSchema.nullable().safeParse(values.edition ?? null);
    if (!edition.success)
      throw new UsageError(
        `"${values.edition}" is no edition; there are ${editionSchema.options.join(', ')}`,
      );
    const connection = await io.connect();
    const release = await releaseTable(connection.table).readHead(releaseId);
    if (!release)
      throw new Refusal(`There is no release "${releaseId}". See what there is: npx dateline releases`);
    const states = new Map<string, number>();
    for await (const line of listRecipients(deliveriesOf(connection), release, edition.data)) {
      states.set(line.state, (states.get(line.state) ?? 0) + 1);
      io.record(line, () => inWords(line, connection.newsroom.zone, io));
    }
    io.say(
      states.size === 0
        ? 'Nobody yet: nothing of it has been armed.'
        : [...states].map(([state, count]) => `${count} ${state}`).join(', '),
    );
    return 0;
  },
});

/** Also used by `settle`. */
export function deliveriesOf({ table, bucket, queues, now }: Connection) {
  return connectDeliveries({
    table,
    bucket,
    bulkQueue: queues.send,
    urgentQueue: queues.urgentSend,
    now: () => now().getTime(),
  });
}

function inWords(line: RecipientLine, zone: string, { style }: CommandIo): string {
  const { email, edition, language, state, reason, at } = line;
  const words = [
    edition ?? 'audience',
    language ?? '',
    state,
    reason ? style.dim(reason) : '',
    at ? secondInWords(at, zone) : '',
  ];
  return `${email.padEnd(36)} ${words.filter((word) => word !== '').join('  ')}`;
}
