// Answers over HTTP with what it was asked; some paths misbehave on purpose.
export async function handler(event, context) {
  while (event.rawPath === '/work' && context.getRemainingTimeInMillis() > 5000)
    await new Promise((resolve) => setTimeout(resolve, 20));
  if (event.rawPath === '/throw') throw new TypeError('no such page');
  if (event.rawPath === '/sleep') await new Promise((resolve) => setTimeout(resolve, 30_000));
  if (event.rawPath === '/exit') process.exit(3);
  if (event.rawPath === '/say') process.stdout.write(`${event.body}\n`);
  if (event.rawPath === '/picture')
    return {
      statusCode: 200,
      headers: { 'content-type': 'image/png' },
      body: 'iVBORw==',
      isBase64Encoded: true,
    };
  if (event.rawPath === '/cookies') return { statusCode: 204, cookies: ['a=1; Secure', 'b=2'] };
  return { seen: event, stage: process.env.STAGE, home: process.env.HOME ?? null };
}
