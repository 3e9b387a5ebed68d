import { describe, expect, it } from 'vitest';
import { failureInWords } from '../../bin/failure-words.ts';

const local = { stage: undefined, dataDirectory: '.newsroom' };
const deployed = { stage: 'production', dataDirectory: '.newsroom' };

function failure(name: string, message: string, more: object = {}): Error {
  return Object.assign(new Error(message), { name }, more);
}

describe('a failure that an operator meets is explained in one sentence with advice', () => {
  it.each([
    ['a port in use', failure('Error', 'listen', { code: 'EADDRINUSE', port: 4700 }), local, '--port 4701'],
    ['a file for --data', failure('Error', 'mkdir', { code: 'EEXIST' }), local, '--data DIR'],
    ['a newsroom that is stopping', failure('Error', '', { code: 'ECONNREFUSED' }), local, 'start it again'],
    ['no region', failure('Error', 'Region is missing'), deployed, 'infra/configuration.ts'],
    ['no credentials', failure('CredentialsProviderError', 'Could not load'), deployed, 'aws configure'],
    ['credentials that ran out', failure('ExpiredToken', 'expired'), deployed, 'aws sso login'],
    ['rights that are missing', failure('AccessDenied', 'User may not'), deployed, 'User may not'],
    [
      'a stage that is not deployed',
      failure('ValidationError', 'Stack with id Dateline-production does not exist'),
      deployed,
      'npx cdk deploy -c stage=production',
    ],
    ['no network', failure('Error', 'getaddrinfo', { code: 'ENOTFOUND' }), deployed, 'AWS cannot be reached'],
  ])('%s', (_, error, attempt, way) => {
    const words = failureInWords(error, attempt);
    expect(words).toContain(way);
    expect(words).not.toContain('\n');
  });

  it('an unexpected failure is shown with its own message', () => {
    expect(failureInWords(new TypeError('x is not a function'), deployed)).toBeNull();
  });
});
