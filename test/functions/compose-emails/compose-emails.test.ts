import { describe, expect, it } from 'vitest';
import { readApprovalToken } from '../../../functions/_shared/domain/approval-link.ts';
import type { AuditLine } from '../../../functions/_shared/domain/audit.ts';
import { slotToken } from '../../../functions/_shared/domain/email.ts';
import { emailName } from '../../../functions/_shared/domain/email-key.ts';
import { readFileToken } from '../../../functions/_shared/domain/file-link.ts';
import type { ArmMessage } from '../../../functions/_shared/domain/messages.ts';
import type { Language } from '../../../functions/_shared/domain/newsroom.ts';
import type { NoticeOf } from '../../../functions/_shared/domain/notice.ts';
import type { Text, Version } from '../../../functions/_shared/domain/release.ts';
import type { AcceptedVersion } from '../../../functions/_shared/domain/release-moves.ts';
import type { Problem } from '../../../functions/_shared/domain/report.ts';
import type { EmbargoElsewhere } from '../../../functions/_shared/domain/twin.ts';
import { composeEmails, type Dependencies } from '../../../functions/compose-emails/compose-emails.ts';
import type { Delivered } from '../../../functions/compose-emails/deliver-notice.ts';
import type { EditionInput } from '../../../functions/compose-emails/edition-input.ts';
import type { PreparedFiles } from '../../../functions/compose-emails/prepare-files.ts';
import { configuration } from '../../../infra/configuration.ts';
import { ARelease, anAudience } from '../_shared/domain/a-release.ts';

const { newsroom } = configuration('local');
const desk = ['ann@press.example.org', 'bob@press.example.org'];
const morning = '2026-03-01T08:00:00.000Z';
const noon = '2026-03-01T12:00:00.000Z';
const linkKey = Buffer.alloc(32, 7);

const textIn = (language: Language, words: string): Text => ({
  language,
  title: `Forum opens (${language})`,
  subtitle: null,
  summary: null,
  dateline: { place: null, city: null, date: null },
  contacts: [],
  images: [],
  attachments: [],
  body: [{ type: 'paragraph', inlines: [{ type: 'text', text: words }] }],
  boilerplate: [],
  notesToEditors: [],
});

/** The composing stage with a renderer that records its inputs. */
class Composing {
  readonly life: ARelease;
  readonly texts = new Map<number, Text[]>();
  readonly corrections = new Map<number, string>();
  readonly senders = new Map<number, string>();
  readonly embargoes = new Map<number, string>();
  readonly emails: string[] = [];
  readonly inputs: EditionInput[] = [];
  readonly proofs: { to: string; notice: NoticeOf<'proof'>; shown: EditionInput }[] = [];
  readonly armed: ArmMessage[] = [];
  readonly held: string[] = [];
  readonly claimed = new Set<string>();
  readonly audit: AuditLine[] = [];
  unknown: Problem[] = [];
  audience = anAudience;
  /** SES does not let the account send. */
  isBlocked = false;
  elsewhere: EmbargoElsewhere | null = null;
  cannotRender: Language | null = null;

  constructor(life: ARelease) {
    this.life = life;
    this.texts.set(1, [textIn('en', 'Some 150 took part.'), textIn('vi', 'Có 150 người tham dự.')]);
  }

  private version(number: number): Version {
    const texts = this.texts.get(number) ?? [];
    return {
      releaseId: 'forum',
      version: number,
      contentHash: 'h',
      readAt: morning,
      sources: [{ key: 'releases/forum.md', identity: 'e' }],
      texts: texts.map(({ language, title }) => ({ language, title, key: `${number}.${language}` })),
      embargo: this.embargoes.get(number) ?? null,
      sendAt: null,
      audience: { origin: 'proposed', lists: ['general'], segments: [], beats: [], regions: [], exclude: [] },
      correction: this.corrections.get(number) ?? null,
      liftNotice: true,
      approval: null,
      sender: { name: null, replyTo: this.senders.get(number) ?? null },
      topics: [],
      regions: [],
      problems: [
        { code: 'dateline-missing', severity: 'warning', message: 'no dateline', fix: 'add it', where: {} },
      ],
      assumptions: [{ field: 'embargo', message: 'read as Asia/Ho_Chi_Minh' }],
    };
  }

  async compose(version: number): Promise<Delivered> {
    const dependencies: Dependencies = {
      now: () => new Date(this.life.now),
      readHead: async () => this.life.head,
      putRelease: async (release) => {
        this.life.head = release;
        return true;
      },
      appendAuditOnce: async (line) => void this.audit.push(line),
      carryOut: async () => {},
      embargoElsewhere: async () => this.elsewhere,
      newsroom: { ...newsroom, desk },
      publicUrl: 'https://press.example.org',
      linkKey,
      readVersion: async (_, number) => (this.texts.has(number) ? this.version(number) : null),
      readTexts: async ({ version: number }) => this.texts.get(number) ?? [],
      checkAudience: async () => this.unknown,
      freezeAudience: async () => this.audience,
      prepareFiles: async (_, __, nonce) => filesOf(nonce),
      renderEdition: async (input) => {
        this.inputs.push(input);
        if (input.text.language === this.cannotRender)
          return {
            ok: false,
            problems: [{ code: 'picture-missing', severity: 'hold', message: 'm', fix: 'f', where: {} }],
          };
        const { releaseId, edition, nonce, text } = input;
        return {
          ok: true,
          warnings: [],
          email: {
            releaseId,
            version: input.version,
            edition,
            language: text.language,
            direction: 'ltr',
            subject: text.title,
            preheader: '',
            html: '',
            text: '',
            nonce,
            slots: [],
            sender: { name: '', address: '', replyTo: '' },
          },
        };
      },
      writeEmail: async (email, name) =>
        void this.emails.push(`${email.version} ${emailName(name)} (${email.language})`),
      arm: async (message) => void this.armed.push(message),
      tellHeld: async (_, title, problems) =>
        void this.held.push(`${title}: ${problems.map(({ code }) => code)}`),
      makeNonce: () => 'n'.repeat(12),
      countReaders: async () => ({ within: 2, all: 3 }),
      renderProof: async (notice, shown) => {
        this.proofs.push({ to: '', notice, shown });
        return { subject: 'PROOF', html: '', text: '' };
      },
      claimNotice: async (id) => !this.claimed.has(id) && !!this.claimed.add(id),
      giveBackNotice: async (id) => void this.claimed.delete(id),
      isOver: async (id) => this.claimed.has(id),
      settleNotice: async () => {},
      takeSlot: async () => true,
      countSent: async () => {},
      refuseNotice: async () => {},
      openCircuit: async () => {},
      log: () => {},
      measure: () => {},
      buildMail: async ({ to }) => ({ from: 'f', to, raw: [], tags: {} }),
      sendMail: async ({ to }) => {
        if (this.isBlocked) return { kind: 'blocked', reason: 'EmailAddressNotVerified' };
        const last = this.proofs.at(-1);
        if (last) last.to = to;
        return { kind: 'sent', sesMessageId: 'm' };
      },
      sleep: async () => {},
    };
    return composeEmails(dependencies, { releaseId: 'forum', version });
  }
}

/** A picture and a file with URLs as `prepareFiles` makes them. */
function filesOf(nonce: string): PreparedFiles {
  const url = (file: string) =>
    `https://press.example.org/r/forum/files/${slotToken('file-token', nonce)}/${file}`;
  const original = { url: url('map.png'), bytes: 1, mediaType: 'image/png' };
  return {
    pictures: [{ file: 'map.png', url: url('mail-map.png.jpg'), width: 1, height: 1, bytes: 1, original }],
    attachments: [{ url: url('agenda.pdf'), title: 'Agenda', bytes: 1, mediaType: 'application/pdf' }],
  };
}

it('a proof that SES does not accept now is sent later with the same warnings, and nothing is composed again', async () => {
  const stage = new Composing(new ARelease(morning).dropped({ embargo: noon }));
  stage.isBlocked = true;
  expect(await stage.compose(1)).toBe('later');
  const composed = [...stage.emails];
  const [first] = stage.proofs.splice(0);
  stage.isBlocked = false;
  expect(await stage.compose(1)).toBe('over');
  expect(stage.proofs.map(({ to }) => to)).toEqual(desk);
  expect(stage.proofs[0]?.notice).toEqual(first?.notice);
  expect(stage.emails).toEqual(composed);
  stage.proofs.splice(0);
  expect(await stage.compose(1)).toBe('over');
});

describe('composing a version', () => {
  it('renders every edition it may need in every language, and asks the desk', async () => {
    const stage = new Composing(new ARelease(morning).dropped({ embargo: noon }));
    await stage.compose(1);
    expect(stage.emails.sort()).toEqual([
      '1 embargoed.en (en)',
      '1 embargoed.vi (vi)',
      '1 general.en (en)',
      '1 general.vi (vi)',
      '1 lift-notice.en (en)',
      '1 lift-notice.vi (vi)',
    ]);
    expect(stage.life.release.candidate?.state).toBe('awaiting-approval');
    expect(stage.life.release.candidate?.audience?.hash).toBe(anAudience.hash);
  });

  it('sends each person of the desk one proof with counts, plan, assumptions and warnings, and links to all other editions and languages', async () => {
    const stage = new Composing(new ARelease(morning).dropped({ embargo: noon }));
    await stage.compose(1);
    expect(stage.proofs.map(({ to, shown }) => `${to} ${shown.edition} ${shown.text.language}`)).toEqual(
      desk.map((to) => `${to} embargoed en`),
    );
    const [first] = stage.proofs;
    expect(
      first?.notice.others.map(({ edition, language, url }) => [edition, language, url.split('/').at(-1)]),
    ).toEqual([
      ['embargoed', 'vi', 'embargoed.vi'],
      ['general', 'en', 'general.en'],
      ['general', 'vi', 'general.vi'],
      ['lift-notice', 'en', 'lift-notice.en'],
      ['lift-notice', 'vi', 'lift-notice.vi'],
    ]);
    for (const { notice } of stage.proofs)
      for (const { url } of notice.others) expect(url.startsWith(`${notice.approveUrl}/`)).toBe(true);
    expect(first?.notice).toMatchObject({
      audienceOrigin: 'proposed',
      assumptions: [{ field: 'embargo', message: 'read as Asia/Ho_Chi_Minh' }],
      plan: [
        { edition: 'embargoed', dueAt: null, recipients: 2 },
        { edition: 'general', dueAt: noon, recipients: 3 },
        { edition: 'lift-notice', dueAt: '2026-03-01T12:00:02.000Z', recipients: 2 },
      ],
    });
    expect(first?.notice.problems.map(({ code }) => code)).toEqual(['dateline-missing', 'not-accredited']);
  });

  it('shows each person of the desk the pictures and files by personal links; the emails contain none yet', async () => {
    const stage = new Composing(new ARelease(morning).dropped({ embargo: noon }));
    await stage.compose(1);
    for (const { to, shown } of stage.proofs) {
      const urls = shown.pictures.flatMap(({ url, original }) => [url, original.url]);
      for (const url of [...urls, ...shown.attachments.map((file) => file.url)])
        expect(readFileToken(url.split('/')[6] ?? '', { recent: [linkKey], all: [linkKey] }, desk)).toEqual({
          reader: { kind: 'desk', address: to },
          release: 'forum',
          version: 1,
        });
    }
    for (const { pictures } of stage.inputs) expect(pictures[0]?.url).toContain('/files/SLOT');
  });

  it('gives each person of the desk a personal link for this version and audience', async () => {
    const stage = new Composing(new ARelease(morning).dropped());
    await stage.compose(1);
    const links = stage.proofs.map(({ to, notice }) => {
      const token = notice.approveUrl?.split('/a/')[1] ?? '';
      return { to, link: readApprovalToken(token, [linkKey], desk) };
    });
    for (const { to, link } of links)
      expect(link).toEqual({
        by: to,
        releaseId: 'forum',
        version: 1,
        audienceHash: anAudience.hash.slice(0, 16),
      });
    expect(new Set(links.map(({ to }) => to)).size).toBe(2);
  });

  it('sends each proof once, even if asked twice', async () => {
    const stage = new Composing(new ARelease(morning).dropped());
    await stage.compose(1);
    const claimed = stage.claimed.size;
    await stage.compose(1);
    expect(stage.claimed.size).toBe(claimed);
    expect(stage.audit.filter(({ act }) => act === 'compose')).toHaveLength(1);
  });

  it('holds a version whose list does not exist, or that cannot be rendered, and says so', async () => {
    const unlisted = new Composing(new ARelease(morning).dropped());
    unlisted.unknown = [{ code: 'unknown-list', severity: 'hold', message: 'm', fix: 'f', where: {} }];
    await unlisted.compose(1);
    expect(unlisted.life.release.candidate).toMatchObject({
      state: 'held',
      problems: [{ code: 'unknown-list' }],
    });
    expect(unlisted.held).toEqual(['Forum opens (en): unknown-list']);

    const broken = new Composing(new ARelease(morning).dropped());
    broken.cannotRender = 'vi';
    await broken.compose(1);
    expect(broken.life.release.candidate).toMatchObject({
      state: 'held',
      problems: [{ code: 'picture-missing' }],
    });
    expect(broken.proofs).toEqual([]);
  });

  it('warns the desk if nobody is in the audience', async () => {
    const stage = new Composing(new ARelease(morning).dropped());
    stage.audience = { ...anAudience, recipients: 0, accredited: 0 };
    await stage.compose(1);
    expect(stage.proofs[0]?.notice.problems.map(({ code }) => code)).toContain('audience-empty');
  });

  it('by policy "auto" approves it and still shows the desk what is sent, without a link', async () => {
    const stage = new Composing(new ARelease(morning).dropped({ policy: 'auto' }));
    await stage.compose(1);
    expect(stage.life.release.live?.version).toBe(1);
    expect(stage.proofs.map(({ notice }) => notice.approveUrl)).toEqual([null, null]);
  });

  it('waits for a version that the stage before has not written yet', async () => {
    const stage = new Composing(new ARelease(morning).dropped());
    stage.texts.clear();
    await expect(stage.compose(1)).rejects.toThrow();
  });

  it('ignores a version that was replaced', async () => {
    const stage = new Composing(new ARelease(morning).dropped().dropped());
    stage.texts.set(2, [textIn('en', 'x')]);
    await stage.compose(1);
    expect(stage.emails).toEqual([]);
  });
});

describe('composing a correction', () => {
  const corrected = () => {
    const stage = new Composing(new ARelease(morning).dropped().composed().approved().sent('general'));
    stage.texts.set(2, [textIn('en', 'Some 115 took part.')]);
    stage.corrections.set(2, 'The number was wrong.');
    stage.life.dropped({ correction: 'The number was wrong.' });
    return stage;
  };

  it('shows the note and the old and new form of changed sentences', async () => {
    const stage = corrected();
    await stage.compose(2);
    const correction = stage.inputs.find(({ edition }) => edition === 'correction');
    expect(correction?.correction).toEqual({
      note: 'The number was wrong.',
      changes: [{ before: 'Some 150 took part.', after: 'Some 115 took part.' }],
    });
  });

  it('exists also in a language that only the earlier version had', async () => {
    const stage = corrected();
    await stage.compose(2);
    expect(stage.emails).toContain('2 correction.1.vi (en)');
    expect(stage.emails).not.toContain('2 general.vi (en)');
  });
});

describe('composing for readers of earlier versions', () => {
  /** Versions 1 and 2 were sent to holders; version 3 waits. Versions 2 and 3 exist only in English. */
  const thrice = (third: Partial<AcceptedVersion>) => {
    const life = new ARelease(morning).dropped({ embargo: noon }).composed().approved().sent('embargoed');
    life.dropped({ embargo: noon }).composed().approved().sent('embargoed').dropped(third);
    const stage = new Composing(life);
    stage.texts.set(2, [{ ...textIn('en', 'A truce is near. Some 130 took part.'), title: 'Truce near' }]);
    stage.texts.set(3, [{ ...textIn('en', 'Some 115 took part.'), title: 'Truce signed' }]);
    return stage;
  };

  it('a kill names to each reader the version they were sent, in its language, and nothing newer', async () => {
    const stage = thrice({ embargo: noon });
    stage.life.composed().approved().does({ act: 'kill', by: 'ann', reason: 'wrong figures' });
    await stage.compose(3);
    expect(stage.emails).toEqual([
      '3 kill.en (en)',
      '3 kill.vi (en)',
      '3 kill.2.en (en)',
      '3 kill.2.vi (en)',
      '3 kill.1.en (en)',
      '3 kill.1.vi (vi)',
    ]);
    expect(stage.inputs.map(({ text }) => text.title)).toEqual([
      'Truce signed',
      'Truce signed',
      'Truce near',
      'Truce near',
      'Forum opens (en)',
      'Forum opens (vi)',
    ]);
  });

  it('a kill comes from the sender of the version that it is about', async () => {
    const stage = thrice({ embargo: noon });
    stage.senders.set(3, 'secretariat@press.example.org');
    stage.life.composed().approved().does({ act: 'kill', by: 'ann', reason: 'wrong figures' });
    await stage.compose(3);
    expect(stage.inputs.map(({ sender }) => sender.replyTo)).toEqual([
      ...Array(2).fill('secretariat@press.example.org'),
      ...Array(4).fill(null),
    ]);
  });

  it('a moved embargo names to each reader the version they hold, the old embargo and the new one', async () => {
    const stage = thrice({ embargo: '2026-03-01T18:00:00.000Z' });
    stage.embargoes.set(1, noon).set(2, '2026-03-01T19:00:00+01:00');
    await stage.compose(3);
    const moved = stage.inputs.filter(({ edition }) => edition === 'embargo-moved');
    expect(stage.emails.filter((name) => name.includes('moved'))).toEqual([
      '3 embargo-moved.2.en (en)',
      '3 embargo-moved.2.vi (en)',
      '3 embargo-moved.1.en (en)',
      '3 embargo-moved.1.vi (vi)',
    ]);
    expect(moved.map(({ text, moved: was, embargo }) => [text.title, was?.from, embargo])).toEqual([
      ['Truce near', null, '2026-03-01T18:00:00.000Z'],
      ['Truce near', null, '2026-03-01T18:00:00.000Z'],
      ['Forum opens (en)', noon, '2026-03-01T18:00:00.000Z'],
      ['Forum opens (vi)', noon, '2026-03-01T18:00:00.000Z'],
    ]);
    expect(stage.proofs[0]?.notice.plan[1]).toEqual({
      edition: 'embargo-moved',
      dueAt: null,
      recipients: 3,
    });
  });

  it('a correction shows each reader what changed since their version, and no sentence that they never saw', async () => {
    const stage = thrice({ correction: 'The number was wrong.' });
    stage.corrections.set(3, 'The number was wrong.');
    await stage.compose(3);
    const changes = stage.inputs
      .filter(({ edition, text }) => edition === 'correction' && text.language === 'en')
      .map(({ correction }) => correction?.changes);
    expect(stage.emails.filter((name) => name.includes('correction'))).toEqual([
      '3 correction.2.en (en)',
      '3 correction.2.vi (en)',
      '3 correction.1.en (en)',
      '3 correction.1.vi (en)',
    ]);
    expect(JSON.stringify(changes[0])).toContain('A truce is near.');
    expect(JSON.stringify(changes.slice(2))).not.toContain('truce');
    expect(changes[2]).toContainEqual({ before: 'Some 150 took part.', after: 'Some 115 took part.' });
  });
});

describe('composing what was unknown before', () => {
  it('a kill is rendered with its reason in every language that was sent, then armed', async () => {
    const stage = new Composing(new ARelease(morning).dropped().composed().approved().sent('general'));
    stage.life.does({ act: 'kill', by: 'ann', reason: 'wrong figures' });
    await stage.compose(1);
    expect(stage.emails).toEqual(['1 kill.en (en)', '1 kill.vi (vi)']);
    expect(stage.inputs[0]?.kill).toEqual({ reason: 'wrong figures', at: morning });
    expect(stage.armed).toEqual([{ releaseId: 'forum', version: 1, edition: 'kill' }]);
    expect(stage.proofs).toEqual([]);
  });

  it('a broken embargo’s lift notice says why, then is armed', async () => {
    const life = new ARelease(morning).dropped({ embargo: noon }).composed().approved().sent('embargoed');
    const stage = new Composing(life.does({ act: 'lift', by: 'ann', reason: 'on the wire' }));
    await stage.compose(1);
    expect(stage.inputs.map(({ edition, lift }) => `${edition} ${lift?.broken}`)).toEqual([
      'lift-notice on the wire',
      'lift-notice on the wire',
    ]);
    expect(stage.armed).toEqual([{ releaseId: 'forum', version: 1, edition: 'lift-notice' }]);
  });

  it('the lift notice of a version after a broken embargo does not mention the break', async () => {
    const life = new ARelease(morning).dropped({ embargo: noon }).composed().approved().sent('embargoed');
    life.does({ act: 'lift', by: 'ann', reason: 'on the wire' }).dropped({ embargo: noon });
    const stage = new Composing(life);
    stage.texts.set(2, [textIn('en', 'Some 115 took part.')]);
    await stage.compose(2);
    const lifts = stage.inputs.filter(({ edition }) => edition === 'lift-notice');
    expect(lifts).toHaveLength(4);
    for (const { lift } of lifts) expect(lift).toEqual({ at: noon, broken: null });
  });
});
