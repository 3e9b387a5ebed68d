import { parentPort } from 'node:worker_threads';
import * as z from 'zod';
import { PaperLists } from '../functions/_shared/lists/paper-lists.ts';

// Imports each list that it receives into memory, one at a time. Runs in a thread, so that an endless import can be
// stopped.
parentPort?.on('message', async (message: unknown) => {
  const { state, counts, problems } = await new PaperLists().import(z.instanceof(Uint8Array).parse(message));
  parentPort?.postMessage({ state, rows: counts.rows, message: problems[0]?.message ?? null });
});
