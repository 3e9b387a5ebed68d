import { languages } from '../../functions/_shared/domain/newsroom.ts';
import { editionSchema } from '../../functions/_shared/domain/release.ts';
import { createRenderer } from '../../functions/compose-emails/renderer.ts';
import { templatesDirectory } from '../../functions/compose-emails/templates-directory.ts';
import {
  sampleEdition,
  sampleNames,
  sampleNotices,
  sampleProof,
  sampleVariant,
} from '../../templates/samples/sample-editions.ts';
import { sampleNewsroom, samplePublicUrl } from '../../templates/samples/sample-newsroom.ts';

export interface SampleMail {
  name: string;
  language: string;
  subject: string;
  html: string;
  text: string;
}

/** Fills slots as the sender does for one journalist. The values are as long as real tokens. */
function forOne(text: string): string {
  const token = 'WyJ1IiwiY2FhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWEiLCJwcmVzcyIsImNlbnRyZSJd.q83vEjRWeJq83vEjRWeJqw';
  return text
    .replaceAll(/SLOT\w+?unsubscribeurlTOLS/g, `${samplePublicUrl}/u/${token}`)
    .replaceAll(/SLOT\w+?preferencesurlTOLS/g, `${samplePublicUrl}/p/${token}`)
    .replaceAll(/SLOT\w+?weburlTOLS/g, `${samplePublicUrl}/r/centre?t=${token}`)
    .replaceAll(/SLOT\w+?embargolocalTOLS/g, '12 June 2025, 09:00 (UTC+2)')
    .replaceAll(/SLOT\w+?listnameTOLS/g, 'Press');
}

/**
 * Every edition and notice in every language, plus the samples that are difficult for a layout, as a journalist gets
 * them.
 */
export async function sampleMails(): Promise<SampleMail[]> {
  const renderer = createRenderer({
    newsroom: sampleNewsroom,
    templatesDirectory,
    publicUrl: samplePublicUrl,
  });
  const mails: SampleMail[] = [];
  const addEdition = async (name: string, input: Parameters<typeof renderer.renderEdition>[0]) => {
    const result = await renderer.renderEdition(input);
    if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join(' '));
    const { language, subject, html, text } = result.email;
    mails.push({ name, language, subject, html: forOne(html), text: forOne(text) });
  };
  for (const language of languages) {
    for (const edition of editionSchema.options) await addEdition(edition, sampleEdition(edition, language));
    const proof = await renderer.renderProof(sampleProof(language), sampleEdition('embargoed', language));
    mails.push({ name: 'proof', language, ...proof });
    for (const notice of sampleNotices(language))
      mails.push({ name: notice.kind, language, ...(await renderer.renderNotice(notice)) });
  }
  for (const sample of sampleNames)
    for (const language of ['en', 'ar', 'zh'] as const)
      await addEdition(`general, ${sample}`, sampleVariant(sample, 'general', language));
  return mails;
}
