/** One line of the table: what was tried, and what is wrong with it; null if nothing is. */
export interface Row {
  title: string;
  wrong: string | null;
  /** It fails and is known to: why. */
  known?: string;
}

/** Prints rows as they come; `end` gives the exit code. */
export class Table {
  #passed = 0;
  #failed = 0;
  #skipped = 0;

  add({ title, wrong, known }: Row): void {
    if (wrong === null && known === undefined) this.#passed += 1;
    else if (wrong !== null && known !== undefined) this.#skipped += 1;
    else this.#failed += 1;
    if (wrong === null)
      console.log(known === undefined ? `✓ ${title}` : `✗ ${title}: no longer fails (${known})`);
    else console.log(known === undefined ? `✗ ${title}\n    ${wrong}` : `○ ${title}: ${known}`);
  }

  skip(what: string, why: string): void {
    this.#skipped += 1;
    console.log(`– ${what}: skipped, ${why}`);
  }

  end(): number {
    console.log(`\n${this.#passed} passed, ${this.#failed} failed, ${this.#skipped} skipped`);
    return this.#failed === 0 ? 0 : 1;
  }
}
