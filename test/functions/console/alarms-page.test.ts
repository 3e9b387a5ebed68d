import { describe, expect, it } from 'vitest';
import type { Alarm } from '../../../functions/_shared/domain/alarm.ts';
import type { ConsoleDependencies } from '../../../functions/console/console-dependencies.ts';
import { consolePages } from '../../../functions/console/console-pages.ts';
import { consoleOf, get } from './newsroom-of.ts';

const circuit: Alarm = {
  name: 'circuit',
  state: 'ringing',
  severity: 'page',
  since: '2025-06-12T06:51:00.000Z',
  whoIsHurt: 'All sending has stopped: everybody who waits for a release gets nothing.',
  article: 'circuit',
};
const slow: Alarm = {
  ...circuit,
  name: 'pages-slow',
  severity: 'ticket',
  whoIsHurt: 'Journalists wait for the public pages.',
  article: 'pages-slow',
};
const quiet: Alarm = { ...slow, name: 'quota', state: 'quiet', article: 'quota' };
const articles = { circuit: '<p>Resume when the <em>cause</em> is mended.</p>' };

async function show(path: string, alarms: Alarm[] | null, change: Partial<ConsoleDependencies> = {}) {
  const { body, status } = await consolePages(
    consoleOf([], { readAlarms: async () => alarms, articles, ...change }),
  )(get(path));
  return { body: String(body), status };
}

describe('the console while an alarm rings', () => {
  it.each(['/', '/contacts', '/lists', '/trail', '/nowhere'])(
    'says on %s who is hurt and where it says what to do, what wakes an operator first',
    async (path) => {
      const { body } = await show(path, [quiet, slow, circuit]);
      expect(body).toContain(circuit.whoIsHurt);
      expect(body).toContain('href="/alarms/circuit"');
      expect(body.indexOf(circuit.whoIsHurt)).toBeLessThan(body.indexOf(slow.whoIsHurt));
      expect(body).not.toContain('quota');
    },
  );

  it('is silent when none rings', async () => {
    expect((await show('/', [quiet])).body).not.toContain('class="strip');
  });

  it('names three and counts the others', async () => {
    const five = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ ...circuit, name }));
    expect((await show('/', five)).body).toContain('2 more');
  });

  it('shows its pages also when CloudWatch does not answer, and says so', async () => {
    const { body, status } = await show('/', null);
    expect(status).toBe(200);
    expect(body).toContain('CloudWatch did not say how the alarms stand');
    expect((await show('/alarms', null)).body).toContain('Look again in a minute');
  });
});

describe('the page of the alarms', () => {
  it('lists every alarm with its state, since when, who is hurt and its article; ringing ones first', async () => {
    const { body } = await show('/alarms', [quiet, circuit]);
    expect(body).toContain('1 alarm of 2 rings.');
    expect(body).toContain('act now');
    expect(body).toContain('since <time datetime="2025-06-12T06:51:00.000Z">');
    expect(body.indexOf('>circuit<')).toBeLessThan(body.indexOf('quota'));
  });

  it('shows the article of an alarm as the runbook has it, below how the alarm stands', async () => {
    const { body } = await show('/alarms/circuit', [circuit]);
    expect(body).toContain('Resume when the <em>cause</em> is mended.');
    expect(body.indexOf(circuit.whoIsHurt)).toBeLessThan(body.indexOf('Resume when'));
  });

  it.each(['/alarms/nothing', '/alarms/constructor'])('has no page %s', async (path) => {
    expect((await show(path, [])).status).toBe(404);
  });
});
