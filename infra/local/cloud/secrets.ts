import { createHash, randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Account } from './account.ts';
import { noSuchSecret, noSuchVersion, otherContent, secretExists } from './secret-faults.ts';
import type { State } from './state.ts';

const secretRow = z.object({ name: z.string(), createdAt: z.number(), changedAt: z.number() });
const versionRow = z.object({ versionId: z.string(), value: z.string(), createdAt: z.number() });
const labelRow = z.object({ label: z.string(), versionId: z.string() });
export type Secret = z.infer<typeof secretRow>;
export type SecretVersion = z.infer<typeof versionRow>;

export const current = 'AWSCURRENT';
const previous = 'AWSPREVIOUS';

/** The ARN ends with six characters that AWS chooses; here they follow from the name, so that they never change. */
export function secretArn(name: string, { region, account }: Account): string {
  const suffix = createHash('sha256').update(name).digest('hex').slice(0, 6);
  return `arn:aws:secretsmanager:${region}:${account}:secret:${name}-${suffix}`;
}

/**
 * Secrets, their versions and the labels of the versions. A label is on one version at a time. Versions are never
 * removed; AWS removes those without a label, the oldest first.
 */
export class Secrets {
  readonly #state: State;
  readonly #account: Account;
  readonly #now: () => number;

  constructor(state: State, account: Account, now: () => number) {
    this.#state = state;
    this.#account = account;
    this.#now = now;
    state.define(`
      create table if not exists secrets(
        name text primary key, createdAt integer not null, changedAt integer not null);
      create table if not exists secret_versions(
        name text not null, versionId text not null, value text not null, createdAt integer not null,
        primary key(name, versionId));
      create table if not exists secret_labels(
        name text not null, label text not null, versionId text not null, primary key(name, label));`);
  }

  /** Defines a secret of the template. An existing secret keeps its value. */
  define(name: string, makeValue: () => string): void {
    if (!this.#find(name)) this.create(name, randomUUID(), makeValue());
  }

  /** The same request again answers as before; another value for the same token, or another token, is refused. */
  create(name: string, token: string, value: string): string {
    return this.#state.transaction(() => {
      if (this.#find(name)) {
        if (this.#version(name, token)?.value !== value) throw secretExists(name);
        return token;
      }
      this.#state.run('insert into secrets values(?, ?, ?)', name, this.#now(), this.#now());
      return this.put(name, token, value, [current]);
    });
  }

  /** A version can be put once. The same value under the same id is the same request; another value is refused. */
  put(name: string, token: string, value: string, labels: readonly string[]): string {
    return this.#state.transaction(() => {
      const existing = this.#version(name, token);
      if (existing) {
        if (existing.value !== value) throw otherContent(token);
        return token;
      }
      this.#state.run('insert into secret_versions values(?, ?, ?, ?)', name, token, value, this.#now());
      this.#state.run('update secrets set changedAt = ? where name = ?', this.#now(), name);
      for (const label of labels) this.label(name, label, token);
      return token;
    });
  }

  /** Moves a label to a version. With `AWSCURRENT`, `AWSPREVIOUS` moves to the version that had it. */
  label(name: string, label: string, versionId: string): void {
    const before = this.labels(name).find((one) => one.label === label)?.versionId;
    if (label === current && before !== undefined && before !== versionId)
      this.#attach(name, previous, before);
    this.#attach(name, label, versionId);
  }

  unlabel(name: string, label: string): void {
    this.#state.run('delete from secret_labels where name = ? and label = ?', name, label);
  }

  labels(name: string): { label: string; versionId: string }[] {
    return this.#state.all(
      labelRow,
      'select label, versionId from secret_labels where name = ? order by label',
      name,
    );
  }

  labelled(name: string, label: string): SecretVersion {
    const versionId = this.labels(name).find((one) => one.label === label)?.versionId;
    const version = versionId && this.#version(name, versionId);
    if (!version) throw noSuchVersion(`staging label: ${label}`);
    return version;
  }

  version(name: string, versionId: string): SecretVersion {
    const version = this.#version(name, versionId);
    if (!version) throw noSuchVersion(`VersionId: ${versionId}`);
    return version;
  }

  versions(name: string): SecretVersion[] {
    return this.#state.all(
      versionRow,
      'select versionId, value, createdAt from secret_versions where name = ? order by createdAt, rowid',
      name,
    );
  }

  /** The ARN of a secret that is named by its name or its ARN, whether it exists or not. */
  arnOf(id: string): string {
    return id.startsWith('arn:') ? id : secretArn(id, this.#account);
  }

  /** By its name or its ARN. */
  expect(id: string): Secret & { arn: string } {
    const found = this.#state
      .all(secretRow, 'select * from secrets')
      .map((secret) => ({ ...secret, arn: secretArn(secret.name, this.#account) }))
      .find(({ name, arn }) => name === id || arn === id);
    if (!found) throw noSuchSecret();
    return found;
  }

  #attach(name: string, label: string, versionId: string): void {
    this.#state.run('insert or replace into secret_labels values(?, ?, ?)', name, label, versionId);
  }

  #find(name: string): Secret | undefined {
    return this.#state.one(secretRow, 'select * from secrets where name = ?', name);
  }

  #version(name: string, versionId: string): SecretVersion | undefined {
    return this.#state.one(
      versionRow,
      'select versionId, value, createdAt from secret_versions where name = ? and versionId = ?',
      name,
      versionId,
    );
  }
}
