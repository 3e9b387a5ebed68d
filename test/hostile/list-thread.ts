import { parentPort } from 'node:worker_threads';
import { z } from 'zod';
import { PaperLists } from '../functions/_shared/lists/paper-lists.ts';

// Imports the lists it is sent into nothing, one at a time. A thread, so that one without end can be given up.
parentPort?.on('message', async (message: unknown) => {
  const { state, counts, problems } = await new PaperLists().import(z.instanceof(Uint8Array).parse(message));
  parentPort?.postMessage({ state, rows: counts.rows, message: problems[0]?.message ?? null });
});
