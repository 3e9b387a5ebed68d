import { expect, it } from 'vitest';
import { readAddress } from '../../../../functions/_shared/domain/address.ts';
import { contactIdOf } from '../../../../functions/_shared/domain/contact-id.ts';

it.each([
  ['ann@daily.example.org', 'ann@daily.example.org'],
  [' Ann.Lee@Daily.Example.ORG ', 'Ann.Lee@daily.example.org'],
  ['Ann Lee <ann@x.example.org>', 'ann@x.example.org'],
  ['mailto:ann@x.example.org?subject=Hi', 'ann@x.example.org'],
  ["o'neil+news@x.example.org", "o'neil+news@x.example.org"],
  ['tòa.soạn@x.example.org'.replace('tòa.soạn', 'toa.soan'), 'toa.soan@x.example.org'],
  ['anna@bücher.example', 'anna@bücher.example'],
])('reads %s', (written, email) => expect(readAddress(written)).toEqual({ email }));

it.each([
  ['', 'address-missing'],
  ['ann', 'address-malformed'],
  ['ann@', 'address-malformed'],
  ['@x.example.org', 'address-malformed'],
  ['ann@localhost', 'address-malformed'],
  ['ann..lee@x.example.org', 'address-malformed'],
  ['ann@x..example.org', 'address-malformed'],
  ['ann@1.2.3.4', 'address-malformed'],
  ['ann lee@x.example.org', 'address-malformed'],
  ['ann@x.example.org\nBcc: all@x.example.org', 'address-several'],
  ['ann@x.example.org, bob@x.example.org', 'address-several'],
  ['linh.nguyễn@x.example.org', 'address-not-ascii'],
])('refuses %j as %s', (written, problem) => expect(readAddress(written)).toEqual({ problem }));

it('two spellings of one address mean one person: case, Punycode, Unicode composition', () => {
  const key = new Uint8Array(32);
  const id = contactIdOf('anna@bücher.example', key);
  expect(contactIdOf('ANNA@BÜCHER.example', key)).toBe(id);
  expect(contactIdOf('anna@xn--bcher-kva.example', key)).toBe(id);
  expect(contactIdOf('anna@bu\u0308cher.example', key)).toBe(id);
});
