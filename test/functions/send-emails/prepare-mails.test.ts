import { expect, it } from 'vitest';
import type { Delivery } from '../../../functions/_shared/domain/delivery.ts';
import { joinPieces } from '../../../functions/_shared/domain/message-pieces.ts';
import { prepareMails } from '../../../functions/send-emails/prepare-mails.ts';
import { releaseOf } from '../_shared/deliveries/release-of.ts';
import { parseWithMailparser } from './parse-mail.ts';
import { linkKey, recipientOf, renderedOf } from './sample-mail.ts';

const delivery: Delivery = {
  deliveryId: 'forum_v3_kill',
  releaseId: 'forum',
  version: 3,
  edition: 'kill',
  notBefore: '2026-01-05T09:00:00Z',
  recipientsKey: 'x',
  recipients: 3,
  reachesUnsubscribed: true,
  chunks: 1,
  state: 'armed',
  createdAt: '2026-01-05T09:00:00Z',
  exclusionsKey: null,
  unknownHolders: 0,
  holdersOf: null,
  isUrgent: true,
};

it('a kill notice names to each reader the version that they hold', async () => {
  const readers = [recipientOf({ holds: 1 }), recipientOf({ holds: 2 }), recipientOf({ language: 'vi' })];
  const read: string[] = [];
  const mailTo = await prepareMails(
    {
      readRenderedEmail: async (_, { language, holds }) => {
        read.push(`${language} ${holds}`);
        return renderedOf(`Kill of ${holds ?? 'the latest'} in ${language}`, { edition: 'kill', version: 3 });
      },
      readLinkKey: async () => linkKey,
      readListTitles: async () => new Map(),
      publicUrl: 'https://news.example',
      newsroom: { zone: 'Europe/Paris', sender: { domain: 'news.example' } },
      now: () => Date.parse('2026-01-05T09:00:00Z'),
    },
    delivery,
    releaseOf({ version: 3, kill: true }),
    [...readers, ...readers],
  );
  expect(read).toEqual(['en 1', 'en 2', 'vi null']);
  const subjects = await Promise.all(
    readers.map(async (reader) => {
      const mail = mailTo(reader, 1);
      return mail && (await parseWithMailparser(joinPieces(mail.raw))).subject;
    }),
  );
  expect(subjects).toEqual(['Kill of 1 in en', 'Kill of 2 in en', 'Kill of the latest in vi']);
});
