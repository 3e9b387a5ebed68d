import { setTimeout as sleep } from 'node:timers/promises';
import PostalMime from 'postal-mime';
import * as z from 'zod';
import { NewsroomProcess } from '../embedded/newsroom-process.ts';
import type { Row } from './rows.ts';

const release = 'seed-001';
const headline = 'Viet Nam Hosts High-Level Forum';
/** moto's SES takes one mail a second. */
const patienceSeconds = 600;
const title = (rule: string) => `moto's SES in place of ours: ${rule}`;

const recipientSchema = z.looseObject({ state: z.string() });
const motoDataSchema = z.looseObject({
  ses: z.looseObject({
    RawMessage: z.array(z.looseObject({ destinations: z.array(z.string()), raw_data: z.string() })),
  }),
});

/**
 * A sample run over moto's SES while nobody has verified the sender, then the same newsroom once `verify` has:
 * https://docs.getmoto.org/en/latest/docs/services/ses.html. moto sends no events, so a mail it took stays `sent`.
 */
export async function unverifiedSender(motoUrl: string, verify: () => Promise<void>): Promise<Row[]> {
  const newsroom = new NewsroomProcess();
  process.env.AWS_ENDPOINT_URL_SES = motoUrl;
  try {
    newsroom.spawn('--once');
    const ended = endsBadly(await newsroom.ended(), newsroom.output);
    await newsroom.start('--no-samples');
    // A run may end before the release is armed, so that it is armed by this one.
    const before = await statesOnce(newsroom, (states) => states.length > 0);
    const waits = everybodyWaits(before, newsroom.output);
    await verify();
    const resumed = await newsroom.command('circuit', 'resume');
    if (resumed.code !== 0) return [{ title: title('resume'), wrong: resumed.stderr }];
    const sent = await everybodyOnce(newsroom, motoUrl, before.length);
    return [
      {
        title: title('with a sender that is not verified the run ends with 1 and one line why'),
        wrong: ended,
      },
      { title: title('then nobody is refused, everybody waits, and the release is not sent'), wrong: waits },
      {
        title: title('once the sender is verified and a person resumes, everybody gets it once'),
        wrong: sent,
      },
    ];
  } finally {
    delete process.env.AWS_ENDPOINT_URL_SES;
    await newsroom.close();
  }
}

function endsBadly(code: number | null, output: string): string | null {
  // The terminal breaks lines between words.
  const said = output.replaceAll(/\s+/g, ' ');
  const lines = said.split('SES refuses the account (EmailAddressNotVerified)').length - 1;
  return code === 1 && lines === 1 ? null : `exit ${code}, the reason ${lines} times\n${output.slice(-3000)}`;
}

/** Of those who are to get the release; whoever is left out has no mail to wait for. */
async function statesOf(newsroom: NewsroomProcess): Promise<string[]> {
  const { lines } = await newsroom.command('deliveries', release, '--edition', 'general');
  return lines.map((line) => recipientSchema.parse(line).state).filter((state) => state !== 'left-out');
}

/** The states as soon as they are as wanted, or as they are when patience ends. */
async function statesOnce(
  newsroom: NewsroomProcess,
  areWanted: (states: readonly string[]) => boolean,
): Promise<string[]> {
  for (let seconds = 0; ; seconds += 2) {
    const states = await statesOf(newsroom);
    if (areWanted(states) || seconds >= patienceSeconds) return states;
    await sleep(2000);
  }
}

function everybodyWaits(states: readonly string[], output: string): string | null {
  const isSent = new RegExp(`${release}\\s+sent`).test(output);
  if (states.length > 40 && states.every((state) => state === 'pending') && !isSent) return null;
  return `${states.length} recipients: ${[...new Set(states)]}${isSent ? '; the release says sent' : ''}`;
}

async function everybodyOnce(
  newsroom: NewsroomProcess,
  motoUrl: string,
  expected: number,
): Promise<string | null> {
  await statesOnce(newsroom, (states) => states.every((state) => state === 'sent'));
  const sent = await mailsAt(motoUrl);
  const once = new Set(sent).size;
  return sent.length === expected && once === expected
    ? null
    : `${sent.length} mails to ${once} addresses, of ${expected}\n${newsroom.output.slice(-3000)}`;
}

/**
 * To whom moto's SES has sent the release. moto does not keep the tags of a mail, and adds the addresses of its header to
 * the one that it was asked to send to, which comes first.
 */
async function mailsAt(motoUrl: string): Promise<string[]> {
  const data = motoDataSchema.parse(await (await fetch(`${motoUrl}/moto-api/data.json`)).json());
  const sent: string[] = [];
  for (const { raw_data, destinations } of data.ses.RawMessage) {
    const { subject = '' } = await PostalMime.parse(raw_data);
    if (subject.startsWith(headline)) sent.push(destinations[0] ?? 'nobody');
  }
  return sent;
}
