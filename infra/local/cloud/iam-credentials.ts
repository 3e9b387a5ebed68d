import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Temporary credentials, as a function finds them in its environment. */
export type FunctionCredentials = { accessKeyId: string; secretAccessKey: string; sessionToken: string };

/**
 * New at every start, so that the key of one newsroom means nothing to another that serves in place of a service.
 * ASIA marks temporary keys: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
export function newCredentials(): FunctionCredentials {
  return {
    accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64'),
    sessionToken: randomBytes(48).toString('base64'),
  };
}

/** The variables in which the SDK looks for credentials. */
export function credentialVariables(credentials: FunctionCredentials): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
  };
}

/** The credentials that a request names. Without any, as S3 allows it, the request is the administrator's. */
export type GivenCredentials = { accessKeyId: string | undefined; sessionToken: string | undefined };

/** `Credential=<key>/<date>/<region>/<service>/aws4_request` */
const scope = /Credential=([^/,=]+)\/\d{8}\/[^/]*\/([^/]+)\//;

/** Undefined for a request without a signature in its headers. */
export function signatureIn(
  headers: IncomingHttpHeaders,
): (GivenCredentials & { service: string }) | undefined {
  const [, accessKeyId, service] = scope.exec(headers.authorization ?? '') ?? [];
  const token = headers['x-amz-security-token'];
  if (service === undefined) return undefined;
  return { accessKeyId, service, sessionToken: token === undefined ? undefined : String(token) };
}
