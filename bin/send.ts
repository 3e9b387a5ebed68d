import { renderedEmails } from '../functions/_shared/aws/rendered-emails.ts';
import { connectOneMore } from '../functions/_shared/decisions/connect-one-more.ts';
import { type Offer, offerOneMore, sendToOneMore } from '../functions/_shared/decisions/send-to-one-more.ts';
import { emailName } from '../functions/_shared/domain/email-key.ts';
import type { Refusal } from '../functions/_shared/domain/release-moves.ts';
import { type CommandIo, defineCommand, type ExitCode, UsageError, yesOption } from './command.ts';
import { connectDecisions } from './connect-decisions.ts';
import type { Connection } from './connection.ts';
import { findContact } from './find-contact.ts';
import { sayStop } from './say-stop.ts';

const languageNames = new Intl.DisplayNames('en', { type: 'language' });

export const send = defineCommand({
  usage: 'send ID --to ADDRESS [--accredit --evidence TEXT] [--by NAME] [--yes]',
  summary: 'to one more person: the edition that they may have now',
  options: {
    to: { type: 'string', value: 'ADDRESS', about: 'of a contact on the media lists' },
    accredit: { type: 'boolean', about: 'trust them with embargoed material first, on your word' },
    evidence: { type: 'string', value: 'TEXT', about: 'what you go by: a signed form, a press card' },
    yes: yesOption,
  },
  examples: [
    'send forum --to ann@example.org',
    'send forum --to ann@example.org --accredit --evidence "signed terms on file"',
  ],
  positionals: { atLeast: 1, atMost: 1 },
  async run({
    values: { to = '', accredit = false, evidence = '', yes },
    positionals: [releaseId = ''],
    io,
  }) {
    if (to === '') throw new UsageError('say to whom, with --to ADDRESS');
    if (accredit !== (evidence.trim() !== ''))
      throw new UsageError('--accredit and --evidence TEXT belong together: say what you go by');
    const { connection, contactId } = await findContact(io, to);
    const oneMore = connectOneMore(connection, connectDecisions(connection));
    const offered = await offerOneMore(oneMore, { releaseId, contactId, isToBeAccredited: accredit });
    if (!offered.ok) return sayRefused(io, connection, releaseId, to, offered.refusal);
    const { offer } = offered;
    const subject = await subjectOf(connection, releaseId, offer);
    if (!yes && !(await io.confirm(async () => offerInWords(releaseId, offer, subject, accredit)))) return 1;
    const outcome = await sendToOneMore(oneMore, {
      releaseId,
      contactId,
      shown: { version: offer.version, edition: offer.edition },
      evidence: accredit ? evidence.trim() : null,
      by: connection.by,
    });
    if (!outcome.ok) return sayRefused(io, connection, releaseId, to, outcome.refusal);
    const stopped = await sayStop(io, connection);
    const { version, edition, language } = offer;
    io.record(
      {
        release: releaseId,
        outcome: 'sent-to-one-more',
        contact: contactId,
        email: offer.card.email,
        version,
        edition,
        language,
        subject,
        stopped,
      },
      () =>
        `${io.style.good('✓')} on its way: ${io.style.bold(releaseId)} version ${version}, the ${edition} edition in ${languageNames.of(language)}, to ${offer.card.email}${stopped ? '. It waits until sending goes on' : ''}`,
    );
    return 0;
  },
});

/** The subject of the mail. Null if it is not rendered in their language: then they get it in another one. */
async function subjectOf(
  { bucket }: Connection,
  releaseId: string,
  { version, edition, language }: Offer,
): Promise<string | null> {
  const name = emailName({ edition, language, holds: null });
  return (await renderedEmails(bucket).readRenderedEmail(releaseId, version, name))?.subject ?? null;
}

function offerInWords(
  releaseId: string,
  { version, edition, language, card: { name, email } }: Offer,
  subject: string | null,
  isToBeAccredited: boolean,
): string {
  const who = name ? `${name} <${email}>` : email;
  const accredited = isToBeAccredited ? ' They are accredited first, on your word.' : '';
  return `This sends ${releaseId} version ${version} to ${who}: the ${edition} edition in ${languageNames.of(language)}${subject === null ? '' : `, “${subject}”`}.${accredited} Corrections, and a kill, reach them too. A mail cannot be called back.`;
}

async function sayRefused(
  io: CommandIo,
  connection: Connection,
  releaseId: string,
  to: string,
  { code, message }: Refusal,
): Promise<ExitCode> {
  const accredit = code === 'not-accredited' ? ' --accredit --evidence TEXT' : '';
  io.record({ release: releaseId, to, outcome: 'refused', code, message }, () =>
    [
      `${io.style.bad('✗ not sent')}: ${io.style.bold(releaseId)} to ${to} – ${message}`,
      ...(accredit ? [io.style.dim(`npx dateline send ${releaseId} --to ${to}${accredit}`)] : []),
    ].join('\n'),
  );
  await sayStop(io, connection);
  return 1;
}
