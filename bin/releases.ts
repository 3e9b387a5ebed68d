import { deliveryTable } from '../functions/_shared/aws/delivery-table.ts';
import { releaseTable } from '../functions/_shared/aws/release-table.ts';
import { whenInWords } from '../functions/_shared/domain/when-in-words.ts';
import { type ReleaseLine, viewReleases } from '../functions/console/release-view.ts';
import { type CommandIo, defineCommand } from './command.ts';
import { sayStop } from './say-stop.ts';
import { stateWords } from './state-words.ts';
import { clip, tableOf } from './terminal-io.ts';

export const releases = defineCommand({
  usage: 'releases',
  summary: 'what there is, the last changed first',
  options: {},
  examples: ['releases', 'releases --json'],
  positionals: { atLeast: 0, atMost: 0 },
  async run({ io }) {
    const connection = await io.connect();
    const lines = await viewReleases({
      ...releaseTable(connection.table),
      ...deliveryTable(connection.table),
      now: io.now,
    });
    if (io.json) for (const line of lines) io.record(line, () => line.id);
    else if (lines.length === 0) io.say('No release yet. Drop one: npx dateline drop FILE');
    else io.say(inWords(lines, connection.newsroom.zone, io));
    await sayStop(io, connection);
    return 0;
  },
});

function inWords(lines: readonly ReleaseLine[], zone: string, { width, style }: CommandIo): string {
  const rows = lines.map(({ id, state, version, language, embargo, counts, title, updatedAt }) => [
    clip(id, 40),
    stateWords(state, style),
    version === null ? '–' : String(version),
    language ?? '–',
    embargo ? whenInWords(embargo, zone) : '–',
    counts ? `${counts.sent}/${counts.recipients}` : '–',
    whenInWords(updatedAt, zone),
    title ?? style.dim('no title'),
  ]);
  const headings = ['RELEASE', 'STATE', 'V', 'LANG', 'EMBARGO', 'SENT', 'CHANGED', 'TITLE'];
  return tableOf(headings, rows, { width, style, flexible: 7, right: [2, 5], below: [7, 4, 6] });
}
