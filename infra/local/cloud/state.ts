import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type * as z from 'zod';
import { openDatabase } from './open-database.ts';

/**
 * The one SQLite file of all local services. Because they share it, an S3 object and its queue message, or a mail and
 * its events, are committed together, so that `kill -9` keeps both or neither.
 *
 * In WAL mode with `synchronous = normal` a killed process loses no committed transaction (a power cut may).
 */
export class State {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #isInTransaction = false;
  #afterCommit: (() => void)[] = [];

  constructor(file: string) {
    this.#database = openDatabase(
      file,
      'pragma journal_mode = wal; pragma synchronous = normal; pragma busy_timeout = 5000',
      'It holds what is in the bucket, the queues and the mailbox, and the rest of its folder is of no use without it: put back a copy of the whole folder, or begin anew with npm start -- --data OTHER-FOLDER',
    );
  }

  define(schema: string): void {
    this.#database.exec(schema);
  }

  /** Runs a statement. Returns the number of changed rows. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepare(sql).run(...values).changes);
  }

  one<Row>(row: z.ZodType<Row>, sql: string, ...values: SQLInputValue[]): Row | undefined {
    const found = this.#prepare(sql).get(...values);
    return found === undefined ? undefined : row.parse(found);
  }

  all<Row>(row: z.ZodType<Row>, sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#prepare(sql)
      .all(...values)
      .map((found) => row.parse(found));
  }

  /** Rows, one at a time. The statement is prepared again, because another iteration of it may be running. */
  *each<Row>(row: z.ZodType<Row>, sql: string, ...values: SQLInputValue[]): Generator<Row> {
    for (const found of this.#database.prepare(sql).iterate(...values)) yield row.parse(found);
  }

  /** Runs `work` in a transaction. Inside another transaction it becomes part of that one. */
  transaction<Result>(work: () => Result): Result {
    if (this.#isInTransaction) return work();
    this.#database.exec('begin immediate');
    this.#isInTransaction = true;
    try {
      const result = work();
      this.#database.exec('commit');
      this.#isInTransaction = false;
      this.#settle();
      return result;
    } catch (error) {
      if (this.#isInTransaction) this.#database.exec('rollback');
      this.#isInTransaction = false;
      this.#afterCommit = [];
      throw error;
    }
  }

  /**
   * Calls `effect` when the current writes are durable: immediately outside a transaction, never if the transaction
   * rolls back.
   */
  afterCommit(effect: () => void): void {
    this.#afterCommit.push(effect);
    if (!this.#isInTransaction) this.#settle();
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const prepared = this.#database.prepare(sql);
    this.#statements.set(sql, prepared);
    return prepared;
  }

  #settle(): void {
    const effects = this.#afterCommit;
    this.#afterCommit = [];
    for (const effect of effects) effect();
  }
}
