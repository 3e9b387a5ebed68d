import { createInterface } from 'node:readline/promises';

/**
 * Shows a person at a terminal what will happen, and asks for confirmation. Returns true without asking if there is no
 * terminal (a script), or if `what` returns null.
 */
export async function askFirst(
  input: NodeJS.ReadableStream & { isTTY?: boolean },
  output: NodeJS.WritableStream & { isTTY?: boolean },
  what: () => Promise<string | null>,
): Promise<boolean> {
  if (!input.isTTY || !output.isTTY) return true;
  const words = await what();
  if (words === null) return true;
  output.write(`${words}\n`);
  const isYes = /^y(es)?$/i.test((await answerTo('Go on? Type yes: ', input, output)).trim());
  if (!isYes) output.write('Nothing was done.\n');
  return isYes;
}

/** The typed answer; empty after Ctrl-C or at the end of the input. */
async function answerTo(
  question: string,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<string> {
  const terminal = createInterface({ input, output });
  try {
    return await new Promise<string>((resolve, reject) => {
      for (const end of ['close', 'SIGINT']) terminal.once(end, () => resolve(''));
      terminal.question(question).then(resolve, reject);
    });
  } finally {
    terminal.close();
  }
}
