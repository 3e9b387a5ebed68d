import type { Keys } from '../functions/_shared/aws/keys.ts';
import { keyringAt } from '../functions/_shared/domain/keyring.ts';

const key = new Uint8Array(32).fill(7);

/** The keys of a newsroom in tests and benchmarks, as if read from its secret. */
export const someKeys: Keys = {
  readKeyring: async () =>
    keyringAt({ contactKey: key, linkKeys: [{ key, signsFrom: '2026-01-01T00:00:00.000Z' }] }, Date.now()),
};
