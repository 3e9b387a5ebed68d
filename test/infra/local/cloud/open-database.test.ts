import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BrokenFile } from '../../../../infra/local/cloud/open-database.ts';
import { State } from '../../../../infra/local/cloud/state.ts';
import { takeLock } from '../../../../infra/local/lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'broken-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The message that a person reads if a file cannot be opened. */
function complaintOf(open: () => unknown): string {
  try {
    open();
  } catch (error) {
    if (error instanceof BrokenFile) return error.message;
    throw error;
  }
  return 'nothing';
}

it('a state file that is no database is named, with what to do, and left as it is', () => {
  const file = path.join(folder, 'state.db');
  writeFileSync(file, 'not a database at all, though long enough to be looked at'.repeat(50));
  const before = readFileSync(file);
  const complaint = complaintOf(() => new State(file));
  expect(complaint).toContain(file);
  expect(complaint).toContain('--data');
  expect(readFileSync(file)).toEqual(before);
});

it('a damaged state file is named likewise', () => {
  const file = path.join(folder, 'state.db');
  const state = new State(file);
  state.define('create table a (b); create table c (d)');
  state.close();
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(7, 100, 4096));
  expect(complaintOf(() => new State(file).define('select * from a'))).toContain(file);
});

it('a lock file that is no database is named, and may be deleted', () => {
  const file = path.join(folder, 'lock');
  writeFileSync(file, 'x'.repeat(5000));
  const complaint = complaintOf(() => takeLock(file));
  expect(complaint).toContain(file);
  expect(complaint).toContain('delete it');
});
