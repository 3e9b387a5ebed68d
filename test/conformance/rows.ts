/** One line of the table: what was tried, and what is wrong with it; null if nothing is. */
export interface Row {
  title: string;
  wrong: string | null;
}

/** Prints rows as they come; `end` gives the exit code. */
export class Table {
  #passed = 0;
  #failed = 0;
  #skipped = 0;

  add({ title, wrong }: Row): void {
    if (wrong === null) this.#passed += 1;
    else this.#failed += 1;
    console.log(wrong === null ? `✓ ${title}` : `✗ ${title}\n    ${wrong}`);
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
