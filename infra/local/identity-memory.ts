import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

interface Kept {
  payload: AdapterPayload;
  /** Epoch milliseconds. */
  until: number;
}

/**
 * Keeps what the local identity provider must remember between two requests, for as long as the newsroom runs. The
 * library's own memory prints a warning that means a provider for the world.
 */
export function memoryOf(kept: Map<string, Kept>): AdapterFactory {
  return (model): Adapter => {
    const key = (id: string) => `${model}:${id}`;
    const find = (id: string) => {
      const found = kept.get(key(id));
      return found && found.until > Date.now() ? found.payload : undefined;
    };
    return {
      async upsert(id, payload, expiresIn) {
        for (const [other, { until }] of kept) if (until <= Date.now()) kept.delete(other);
        kept.set(key(id), { payload, until: Date.now() + (expiresIn || 3600) * 1000 });
      },
      find: async (id) => find(id),
      findByUid: async (uid) =>
        [...kept].find(([name, { payload }]) => name.startsWith(`${model}:`) && payload.uid === uid)?.[1]
          .payload,
      findByUserCode: async () => undefined,
      async consume(id) {
        const payload = find(id);
        if (payload) payload.consumed = Math.floor(Date.now() / 1000);
      },
      async destroy(id) {
        kept.delete(key(id));
      },
      async revokeByGrantId(grantId) {
        for (const [name, { payload }] of kept) if (payload.grantId === grantId) kept.delete(name);
      },
    };
  };
}
