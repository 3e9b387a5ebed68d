import { DatabaseSync } from 'node:sqlite';

/** A file of the data directory that cannot be read. The message names the file and says what to do. */
export class BrokenFile extends Error {}

/** SQLite's codes for a file that is not a database, and for a damaged one. */
const unreadable = new Set([26, 11]);

/** Opens a SQLite file and runs the pragmas. Throws `BrokenFile` with `wayOut` if it is not a database. */
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
    // The low byte is the primary code; the higher bytes only add details.
    unreadable.has(error.errcode & 255)
  );
}
