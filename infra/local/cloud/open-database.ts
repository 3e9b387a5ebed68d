import { DatabaseSync } from 'node:sqlite';

/** A file of the data directory that nobody can read; the message names it and the way out. */
export class BrokenFile extends Error {}

/** SQLite's codes for a file that is no database and for one that is damaged. */
const unreadable = new Set([26, 11]);

/** Opens a SQLite file and prepares it. Throws `BrokenFile` with `wayOut` when it is no database. */
export function openDatabase(file: string, pragmas: string, wayOut: string): DatabaseSync {
  const database = new DatabaseSync(file);
  try {
    database.exec(pragmas);
    return database;
  } catch (error) {
    database.close();
    if (isUnreadable(error)) throw new BrokenFile(`${file} is damaged or not ours. ${wayOut}`);
    throw error;
  }
}

function isUnreadable(error: unknown): boolean {
  return (
    error instanceof Error &&
    'errcode' in error &&
    typeof error.errcode === 'number' &&
    // The low byte; what stands above it only tells more.
    unreadable.has(error.errcode & 255)
  );
}
