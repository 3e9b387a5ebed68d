import type { AuditLine } from '../../../functions/_shared/domain/audit.ts';
import { filedUnder } from '../../../functions/_shared/domain/likeness.ts';
import type { Version } from '../../../functions/_shared/domain/release.ts';
import type { Release } from '../../../functions/_shared/domain/release-life.ts';
import { type Command, decide, type Effect } from '../../../functions/_shared/domain/release-moves.ts';
import type { Problem, Report } from '../../../functions/_shared/domain/report.ts';
import type { Filed } from '../../../functions/_shared/domain/twin.ts';
import { acceptRelease, type Dependencies } from '../../../functions/accept-release/accept-release.ts';
import { loadFiles } from '../../../functions/accept-release/load-files.ts';
import { readFiles } from '../../../functions/accept-release/reading/read-files.ts';
import { configuration } from '../../../infra/configuration.ts';
import { anAudience } from '../_shared/domain/a-release.ts';

const { newsroom } = configuration('local');
export const now = '2026-03-01T08:00:00.000Z';

/** What all releases of a newsroom share: where their texts are filed. */
export class Shelf {
  readonly filed = new Map<string, Filed>();
  readonly releases = new Map<string, Drops>();
  /** Called whenever somebody is about to look for the same text: what happens just before. */
  onLook: () => Promise<void> = async () => {};
}

/** A bucket and a table in memory with one release, and the real reader. */
export class Drops {
  readonly objects = new Map<string, { body: Uint8Array; etag: string; size: number }>();
  readonly reports = new Map<string, Report>();
  readonly versions = new Map<number, Version>();
  readonly pointers = new Map<string, string>();
  readonly texts = new Set<string>();
  readonly effects: Effect[] = [];
  readonly audit = new Map<string, AuditLine>();
  readonly told: string[] = [];
  readonly deleted: string[] = [];
  readonly id: string;
  readonly shelf: Shelf;
  now = now;
  head: Release | null = null;
  writes = 0;
  loaded: string[] = [];
  unknownLists: Problem[] = [];
  /** Called whenever a release's files were loaded: what happens in between. */
  onLoaded: () => Promise<void> = async () => {};
  onPut: () => void = () => {};

  constructor(id = 'forum', shelf = new Shelf()) {
    this.id = id;
    this.shelf = shelf;
    shelf.releases.set(id, this);
  }

  drop(key: string, body: string, size = body.length): this {
    this.objects.set(key, {
      body: Buffer.from(body),
      etag: `etag-${this.objects.size}-${body.length}`,
      size,
    });
    return this;
  }

  dependencies(eventKeys: string[] = []): Dependencies {
    const { objects } = this;
    return {
      now: () => new Date(this.now),
      zone: newsroom.zone,
      readHead: async (id) => structuredClone(this.shelf.releases.get(id)?.head ?? null),
      putRelease: async (release) => {
        const owner = this.shelf.releases.get(release.releaseId);
        owner?.onPut();
        if (!owner || (owner.head?.revision ?? 0) !== release.revision - 1) return false;
        owner.head = structuredClone(release);
        owner.writes++;
        return true;
      },
      appendAuditOnce: async (line, id) => void this.audit.set(id, line),
      fileLikeness: async (filed) =>
        void this.shelf.filed.set(`${filed.releaseId} ${filed.contentHash}`, filed),
      findFiled: async (filed) => {
        await this.shelf.onLook();
        const places = placesOf(filed);
        return [...this.shelf.filed.values()].filter(
          (other) =>
            other.releaseId !== filed.releaseId && placesOf(other).some((one) => places.includes(one)),
        );
      },
      readVersionHashes: async (id) =>
        new Map(
          [...(this.shelf.releases.get(id)?.versions.values() ?? [])].map((one) => [
            one.contentHash,
            one.version,
          ]),
        ),
      readVersion: async (_, version) => this.versions.get(version) ?? null,
      carryOut: async (effect) => void this.effects.push(effect),
      approval: 'required',
      loadFiles: async (id) => {
        const files = await loadFiles(
          {
            async *listObjects(prefix) {
              for (const [key, { size, etag }] of objects)
                if (key.startsWith(prefix)) yield { key, size, etag };
            },
            readObject: async (key) => {
              this.loaded.push(key);
              return objects.get(key)?.body ?? null;
            },
          },
          id,
          eventKeys,
        );
        await this.onLoaded();
        return files;
      },
      readFiles: async (files, at) => readFiles(files, { newsroom, now: at }),
      checkAudience: async () => this.unknownLists,
      writeText: async (key) => void this.texts.add(key),
      putVersion: async (version) => {
        if (!this.versions.has(version.version)) this.versions.set(version.version, version);
      },
      writeReport: async (report) => void this.reports.set(report.file, structuredClone(report)),
      putReportPointer: async (_, { key, identity }) => void this.pointers.set(key, identity),
      listReportKeys: async () => [...this.pointers.keys()],
      forgetReport: async (_, key) => {
        this.reports.delete(key);
        this.pointers.delete(key);
      },
      tellDeleted: async ({ withdrawn, live }) =>
        void this.deleted.push(withdrawn ? 'withdrawn' : live ? 'goes on' : 'nothing'),
      tellDropped: async ({ file, status }) => void this.told.push(`${status} ${file}`),
    };
  }

  delete(key: string): this {
    this.objects.delete(key);
    return this;
  }

  accept(id = this.id, eventKeys: string[] = []): Promise<void> {
    return acceptRelease(this.dependencies(eventKeys), id);
  }

  /** Makes moves that must be legal, as the stages behind do. */
  moves(...commands: Command[]): this {
    for (const command of commands) {
      const decision = decide(this.head, command, this.now);
      if (!decision.ok) throw new Error(decision.refusal.message);
      this.head = decision.release;
    }
    return this;
  }

  composed(): this {
    const version = this.head?.latestVersion ?? 0;
    return this.moves({ act: 'compose', by: 'x', version, audience: anAudience, elsewhere: null });
  }

  approved(): this {
    const version = this.head?.latestVersion ?? 0;
    const { hash } = anAudience;
    return this.moves({ act: 'approve', by: 'ann', version, audienceHash: hash, elsewhere: null });
  }

  sent(): this {
    const version = this.head?.latestVersion ?? 0;
    return this.composed()
      .approved()
      .moves(
        { act: 'arm', by: 'x', version, edition: 'general' },
        { act: 'finish', by: 'x', version, edition: 'general' },
      );
  }

  codes(file: string): string[] {
    return this.reports.get(file)?.problems.map(({ code }) => code) ?? [];
  }
}

const placesOf = ({ texts }: Filed) =>
  texts.map(filedUnder).flatMap(({ headline, runs }) => [...headline, ...runs]);

export const text = (sentence: string, fields = '', language = 'en') => `---
title: Forum opens in Ha Noi
lists: [general-press]
language: ${language}
${fields}---
HA NOI, Viet Nam – 1 March 2026 – ${sentence}

Media contact: Lan Nguyen, lan@press.example.org
`;
