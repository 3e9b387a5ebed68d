import { describe, expect, it } from 'vitest';
import { goodStanding, type Standing } from '../../../functions/_shared/domain/contact.ts';
import { type FileReader, fileToken, readFileToken } from '../../../functions/_shared/domain/file-link.ts';
import { signLink } from '../../../functions/_shared/domain/link-token.ts';
import { missingPage } from '../../../functions/_shared/public-pages/missing-page.ts';
import { type Dependencies, releaseFile } from '../../../functions/subscriptions/release-file.ts';
import { ARelease } from '../_shared/domain/a-release.ts';
import { newsroom, request } from './page-request.ts';

const morning = '2026-03-01T08:00:00.000Z';
const noon = '2026-03-01T12:00:00.000Z';
const evening = '2026-03-01T18:00:00.000Z';
const key = Buffer.alloc(32, 1);
const editor = 'desk@press.example.org';
const accreditation = { termsVersion: '1', at: morning, evidence: 'link', by: 'contact' };
const trusted: Partial<Standing> = { accreditation };
const holder: FileReader = { kind: 'contact', contactId: `c${'a'.repeat(26)}` };
const anybody: FileReader = { kind: 'anybody' };
const desk: FileReader = { kind: 'desk', address: editor };

/** The objects in the bucket. The second version has a new map and no annex. */
const stored: Record<string, string> = {
  'store/pictures/forum/1/map.png': 'map of version 1',
  'store/pictures/forum/1/annex.pdf': 'annex of version 1',
  'store/pictures/forum/2/map.png': 'map of version 2',
  'store/pictures/forum/1/film.mp4': 'a long film',
};

const dependenciesAt = (life: ARelease, standing = trusted, people = [editor]): Dependencies => ({
  now: () => new Date(life.now),
  readFileToken: (token) => readFileToken(token, { recent: [key], all: [key] }, people),
  readObject: async (name) => (stored[name] === undefined ? null : Buffer.from(stored[name])),
  sizeOfObject: async (name) => (name.endsWith('.mp4') ? 50_000_000 : (stored[name]?.length ?? null)),
  addressOfObject: async (_, name) => `https://bucket.test/${name}?signed`,
  readStanding: async (id) => ({ ...goodStanding(id), ...standing }),
});

const missing = missingPage(newsroom, await request('GET', '/r/nothing'));

/** Opens a file of the release with a link made for a reader. Returns its text, or the status. */
async function open(
  life: ARelease,
  whose: FileReader,
  { version = 1, file = 'map.png', standing = trusted, people = [editor] } = {},
): Promise<string | number> {
  const answer = await releaseFile(
    dependenciesAt(life, standing, people),
    life.release,
    fileToken(whose, { releaseId: 'forum', version }, key),
    file,
    missing,
  );
  if (answer.status === 404) expect(answer).toBe(missing);
  return answer.status === 200 ? Buffer.from(answer.body).toString() : answer.status;
}

const early = () => new ARelease(morning).dropped({ embargo: noon }).composed().approved().sent('embargoed');
const out = () => early().at('2026-03-01T11:58:00.000Z').sent('general', 'armed').at(noon);
const moved = () => early().dropped({ embargo: evening }).composed().approved();
const corrected = () => out().dropped({ embargo: noon, correction: 'a new map' }).composed().approved();
const kill = { act: 'kill', by: 'ann', reason: 'wrong figures' } as const;

describe('a picture or file of a release under embargo', () => {
  it('opens to an accredited contact by the link in their own mail', async () => {
    expect(await open(early(), holder)).toBe('map of version 1');
  });

  it('does not exist for a link that anybody may have', async () => {
    expect(await open(early(), anybody)).toBe(404);
  });

  it.each([
    ['their accreditation was taken back', {}],
    [
      'they were erased',
      { ...trusted, suppressed: { reason: 'erased', at: morning, evidence: '' } as const },
    ],
  ])('does not exist for a contact after %s, whatever link they kept', async (_, standing) => {
    expect(await open(early(), holder, { standing })).toBe(404);
    expect(await open(early().does(kill), holder, { standing })).toBe(404);
  });

  it('is gone for its holders after the release was killed, and for all others it never existed', async () => {
    expect(await open(early().does(kill), holder)).toBe(410);
    expect(await open(early().does(kill), anybody)).toBe(404);
  });

  it('does not exist after the release was cancelled', async () => {
    const life = new ARelease(morning).dropped({ embargo: noon, sendAt: '2026-03-01T11:00:00.000Z' });
    const cancelled = life.composed().approved().does({ act: 'cancel', by: 'ann', reason: null });
    for (const whose of [holder, desk]) expect(await open(cancelled, whose)).toBe(404);
  });

  it('does not exist by a link of the version before the embargo was moved, until the new one is public', async () => {
    expect(await open(moved(), holder)).toBe(404);
    expect(await open(moved().at(noon), holder)).toBe(404);
    expect(await open(moved(), holder, { version: 2 })).toBe('map of version 2');
    const life = moved().at('2026-03-01T17:58:00.000Z').sent('general', 'armed').at(evening);
    expect(await open(life, holder)).toBe('map of version 2');
  });

  it('opens to the desk from the proof on, by personal links, while they are on the desk', async () => {
    const waiting = new ARelease(morning).dropped({ embargo: noon }).composed();
    expect(await open(waiting, desk)).toBe('map of version 1');
    expect(await open(waiting, desk, { people: ['other@press.example.org'] })).toBe(404);
    expect(await open(waiting, holder)).toBe(404);
    expect(await open(early(), desk)).toBe('map of version 1');
  });

  it('is not cached', async () => {
    expect(await cacheOf(early(), holder)).toBe('private, no-store');
    expect(await cacheOf(out(), anybody)).toBe('private, max-age=300');
  });
});

it('no link of another release opens a file of this one, nor does a forged link or one for another purpose', async () => {
  for (const life of [early(), out()]) {
    const answer = (token: string) =>
      releaseFile(dependenciesAt(life), life.release, token, 'map.png', missing);
    const of = (releaseId: string) => fileToken(holder, { releaseId, version: 1 }, key);
    expect((await answer(of('forum'))).status).toBe(200);
    expect(await answer(of('other'))).toBe(missing);
    expect(await answer(fileToken(holder, { releaseId: 'forum', version: 1 }, Buffer.alloc(32, 2)))).toBe(
      missing,
    );
    const web = signLink('web', { contact: `c${'a'.repeat(26)}`, scope: 'forum', release: '1' }, key);
    expect(await answer(web)).toBe(missing);
    for (const number of ['0', '-1', '1.0', '01', 'NaN', ''])
      expect(await answer(signLink('file', { contact: '', scope: 'forum', release: number }, key))).toBe(
        missing,
      );
  }
});

describe('a picture or file of a public release', () => {
  it('opens by every link in its mails and pages from T on, and not a millisecond earlier', async () => {
    const life = out();
    for (const whose of [anybody, holder, desk])
      expect(await open(life, whose, { standing: {} })).toBe('map of version 1');
    expect(await open(life.at('2026-03-01T11:59:59.999Z'), anybody)).toBe(404);
  });

  it('is the corrected one, even by the link in an earlier mail', async () => {
    const life = corrected().sent('correction').sent('general', 'armed');
    expect(await open(life, anybody)).toBe('map of version 2');
    expect(await open(life, anybody, { version: 2 })).toBe('map of version 2');
  });

  it('opens to the first reader of a correction, before the general edition has been armed', async () => {
    expect(await open(corrected().sent('correction'), anybody, { version: 2 })).toBe('map of version 2');
    expect(await open(corrected(), anybody, { version: 2 })).toBe(404);
  });

  it('is gone if a correction has removed it', async () => {
    const life = corrected().sent('correction').sent('general', 'armed');
    expect(await open(life, anybody, { file: 'annex.pdf' })).toBe(410);
  });

  it('stays the public one while a newer version waits; only the desk sees the new one', async () => {
    const life = out().dropped({ correction: 'a new map' }).composed();
    expect(await open(life, anybody)).toBe('map of version 1');
    for (const whose of [anybody, holder]) expect(await open(life, whose, { version: 2 })).toBe(404);
    expect(await open(life, desk, { version: 2 })).toBe('map of version 2');
  });

  it('is gone after the release was killed, by any link', async () => {
    for (const whose of [anybody, holder, desk]) expect(await open(out().does(kill), whose)).toBe(410);
  });

  it('is delivered by the bucket if it is too large for a function’s response', async () => {
    expect(await open(out(), anybody, { file: 'film.mp4' })).toBe(302);
  });

  it.each(['../1/map.png', '.', '', 'a//b', 'x'.repeat(3000), 'no such file'])(
    'is not found under the name "%s"',
    async (file) => {
      expect(await open(out(), anybody, { file })).toBe(404);
    },
  );
});

async function cacheOf(life: ARelease, whose: FileReader): Promise<string | undefined> {
  const { headers } = await releaseFile(
    dependenciesAt(life),
    life.release,
    fileToken(whose, { releaseId: 'forum', version: 1 }, key),
    'map.png',
    missing,
  );
  return headers['cache-control'];
}
