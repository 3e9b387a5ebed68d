import { connect } from 'node:tls';

export interface AddressFacts {
  url: string;
  /** The status of the page for signing up; null if the address does not answer. */
  status: number | null;
  because: string | null;
  /** Epoch milliseconds when the certificate ends; null for http, or if it could not be read. */
  certificateUntil: number | null;
}

const patienceMilliseconds = 10_000;

/** Asks the public address as a journalist's browser would. */
export async function readAddress(url: string): Promise<AddressFacts> {
  const { protocol, hostname, port } = new URL(url);
  const certificateUntil = protocol === 'https:' ? await certificateEnd(hostname, Number(port || 443)) : null;
  try {
    const answer = await fetch(new URL('/subscribe', url), {
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMilliseconds),
    });
    await answer.body?.cancel();
    return { url, status: answer.status, because: null, certificateUntil };
  } catch (error) {
    return { url, status: null, because: causeOf(error), certificateUntil };
  }
}

/** A failed fetch says why in its cause. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message;
  return error.message;
}

function certificateEnd(host: string, port: number): Promise<number | null> {
  return new Promise((resolve) => {
    // An invalid certificate is read too: its end may be what is wrong with it.
    const socket = connect({
      host,
      port,
      servername: host,
      rejectUnauthorized: false,
      timeout: patienceMilliseconds,
    });
    const end = (until: number | null) => {
      socket.destroy();
      resolve(until);
    };
    socket.once('secureConnect', () => {
      const until = Date.parse(socket.getPeerCertificate().valid_to ?? '');
      end(Number.isNaN(until) ? null : until);
    });
    socket.once('error', () => end(null));
    socket.once('timeout', () => end(null));
  });
}

/** Whether the address that API Gateway gave serves the pages too. */
export async function isDefaultEndpointOpen(apiId: string, region: string): Promise<boolean> {
  const url = `https://${apiId}.execute-api.${region}.amazonaws.com/subscribe`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(patienceMilliseconds) });
  await answer.body?.cancel();
  return answer.headers.get('content-type')?.startsWith('text/html') ?? false;
}
