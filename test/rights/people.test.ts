import { describe, expect, it } from 'vitest';
import { people } from '../../infra/people-permissions.ts';
import { callsOf } from './calls-of.ts';
import { grantedBy, statementsFor } from './granted-to.ts';
import { neededBy } from './needed-by.ts';
import { synthesizedTemplate } from './synthesized-template.ts';

const template = synthesizedTemplate();
const grantedTo = (whose: string) => grantedBy(statementsFor(template, whose));
const onTableAndBucket = (rights: Iterable<string>) =>
  [...rights].filter((right) => !right.includes(':')).sort();

describe('people may do with table and bucket what their commands do, and nothing else', () => {
  it.each([
    ['Desk', people.desk.commands],
    ['Operators', people.operators.commands],
  ])('%s', async (whose, commands) => {
    const granted = grantedTo(whose);
    const needed = new Set<string>();
    for (const command of commands)
      for (const right of neededBy(await callsOf(`bin/${command}.ts`, 'bin/connection.ts')))
        needed.add(right);
    expect(onTableAndBucket(granted), 'infra/people-permissions.ts').toEqual(onTableAndBucket(needed));
    expect([...needed.difference(granted)], 'infra/people.ts').toEqual([]);
  });
});

it('comms staff drop releases and read their reports: they see no list, no contact, no text and no other file', () => {
  expect([...grantedTo('Staff')].sort()).toEqual([
    'AbortMultipartUpload releases/',
    'GetObject reports/releases/',
    'ListBucket releases/',
    'ListBucket reports/releases/',
    'PutObject releases/',
  ]);
});

it('the desk changes no contact, list or key, and drops no release', () => {
  const writes = [...grantedTo('Desk')].filter((right) => /^(Put|Update|Delete|BatchWrite)|:Put/.test(right));
  expect(writes.sort()).toEqual(['PutItem RELEASE#', 'PutObject audit/', 'PutObject store/notices/']);
});

it('operators decide about no release and read no list', () => {
  const granted = [...grantedTo('Operators')];
  expect(granted.filter((right) => /LIST#|CONTACT#|STANDINGS#|^PutItem RELEASE#/.test(right))).toEqual([]);
});

it('no policy for people is longer than IAM takes: 6,144 characters', () => {
  for (const whose of ['Staff', 'Desk', 'Operators']) {
    const written = JSON.stringify(statementsFor(template, whose));
    expect(written.replaceAll(/\{"(Ref|Fn::GetAtt)":[^}]*\}/g, 'x'.repeat(100)).length, whose).toBeLessThan(
      6144,
    );
  }
});
