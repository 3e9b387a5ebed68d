import { hkdfSync } from 'node:crypto';
import { EncryptJWT, errors, jwtDecrypt } from 'jose';
import type * as z from 'zod';
import type { LinkKeys } from '../domain/keyring.ts';

export interface CookieSettings<Content> {
  /** Without a prefix. Over https the browser gets it as `__Host-<name>`. */
  name: string;
  schema: z.ZodType<Content>;
  /** Seconds until the seal breaks. */
  lifetime: number;
  /** No cookie is `Secure` on a loopback address without https, because not every browser takes it there. */
  isSecure: boolean;
}

/**
 * A cookie that only this newsroom can write and read: encrypted and authenticated with a key that follows from the
 * newsroom's keys for links (RFC 7516, `dir` with `A256GCM`). Two keys are valid while they are rotated; with new keys
 * every session ends.
 */
export function sealedCookie<Content>({ name, schema, lifetime, isSecure }: CookieSettings<Content>) {
  const fullName = isSecure ? `__Host-${name}` : name;
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  return {
    /** The value of a `set-cookie` header. */
    async seal(content: Content, keys: LinkKeys, now: Date): Promise<string> {
      const seconds = Math.floor(now.getTime() / 1000);
      const sealed = await new EncryptJWT({ content })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setIssuedAt(seconds)
        .setExpirationTime(seconds + lifetime)
        .encrypt(keyFrom(keys.signing, name));
      return `${fullName}=${sealed}; Max-Age=${lifetime}; ${attributes}`;
    },

    /** Null if there is no such cookie, or its seal is not ours or broken by time. */
    async open(header: string | undefined, keys: LinkKeys, now: Date): Promise<Content | null> {
      const sealed = valueIn(header, fullName);
      if (sealed === null) return null;
      for (const key of keys.recent) {
        const content = await contentOf(sealed, keyFrom(key, name), now);
        if (content === undefined) continue;
        return schema.safeParse(content).data ?? null;
      }
      return null;
    },

    /** The value of a `set-cookie` header that removes it. */
    removal: `${fullName}=; Max-Age=0; ${attributes}`,
  };
}

/** Undefined if the key does not open it, or its time is over. */
async function contentOf(sealed: string, key: Uint8Array, now: Date): Promise<unknown> {
  try {
    const { payload } = await jwtDecrypt<{ content: unknown }>(sealed, key, {
      currentDate: now,
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
      requiredClaims: ['exp'],
    });
    return payload.content;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

/** Every cookie has a key of its own, so that one cannot be passed off as another. */
function keyFrom(key: Uint8Array, name: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, '', `dateline-cookie:${name}`, 32));
}

function valueIn(header: string | undefined, name: string): string | null {
  for (const pair of (header ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value) return value;
  }
  return null;
}
