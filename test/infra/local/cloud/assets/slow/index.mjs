// On a busy machine an initialization takes longer than ten seconds.
await new Promise((resolve) => setTimeout(resolve, 10_200));

export async function handler() {
  return {};
}
