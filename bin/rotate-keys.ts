import { auditStore } from '../functions/_shared/aws/audit-store.ts';
import { readStoredKeys } from '../functions/_shared/aws/keys.ts';
import { writeKeys } from '../functions/_shared/aws/write-keys.ts';
import { whenInWords } from '../functions/_shared/domain/when-in-words.ts';
import { type Rotated, rotateKeys } from '../functions/_shared/keys/rotate-keys.ts';
import { defineCommand, UsageError, yesOption } from './command.ts';

export const rotateKeysCommand = defineCommand({
  usage: ['rotate-keys', 'rotate-keys --forget-earlier --reason TEXT [--yes]'],
  summary: 'makes a new key for links; links that were sent before go on working',
  options: {
    'forget-earlier': {
      type: 'boolean',
      about: 'after a leak: no link that was sent until now works any more, not even to unsubscribe',
    },
    reason: { type: 'string', value: 'TEXT', about: 'why, for the audit trail' },
    yes: yesOption,
  },
  examples: ['rotate-keys', 'rotate-keys --forget-earlier --reason "the secret was in a log"'],
  positionals: { atLeast: 0, atMost: 0 },
  async run({ values, io }) {
    const forgetEarlier = values['forget-earlier'] ?? false;
    const reason = values.reason?.trim() || null;
    if (forgetEarlier && !reason) throw new UsageError('say why, for the audit trail: --reason "…"');
    const { table, bucket, keySecret, newsroom, by, now } = await io.connect();
    const warning = 'Every link in every mail stops working now, also those to unsubscribe and to approve.';
    if (forgetEarlier && !values.yes && !(await io.confirm(async () => warning))) return 1;
    const rotated = await rotateKeys(
      {
        ...auditStore(bucket),
        readStoredKeys: () => readStoredKeys(keySecret, table),
        writeKeys: (keys, versionId) => writeKeys(keySecret, keys, versionId),
        now: () => now().getTime(),
      },
      { forgetEarlier, reason, by },
    );
    const mark = rotated.outcome === 'rotated' ? io.style.good('✓') : io.style.bad('✗');
    io.record(rotated, () => `${mark} ${inWords(rotated, newsroom.zone, forgetEarlier)}`);
    return rotated.outcome === 'rotated' ? 0 : 1;
  },
});

function inWords(rotated: Rotated, zone: string, forgetEarlier: boolean): string {
  switch (rotated.outcome) {
    case 'busy':
      return 'not rotated: somebody else wrote keys at the same moment. Run the command again.';
    case 'rotating':
      return `not rotated: the key of the last rotation signs from ${whenInWords(rotated.signsFrom, zone)} on. Wait until then.`;
    case 'rotated':
      return forgetEarlier
        ? 'one new key. All earlier links stop working within five minutes. Send the desk new proofs: drop the releases again that await approval.'
        : `${rotated.keys} keys. The new one signs from ${whenInWords(rotated.signsFrom, zone)} on, when every function has read it. Links to unsubscribe, to preferences and to public pictures work with all of them; others with the last two that have signed.`;
  }
}
