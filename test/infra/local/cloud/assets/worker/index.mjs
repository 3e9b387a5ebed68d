// Works on a batch as long as each of its messages says, in milliseconds.
export async function handler({ Records }) {
  for (const { body } of Records) await new Promise((resolve) => setTimeout(resolve, Number(body)));
  return { batchItemFailures: [] };
}
