import { readFileSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import * as z from 'zod';
import type { Account } from './account.ts';

/** The address of each service: the embedded one, or the value of `AWS_ENDPOINT_URL_<SERVICE>`. */
export type Endpoints = { s3: string; dynamodb: string; sqs: string; ses: string; scheduler: string };

type Environment = Readonly<Record<string, string>>;

/** The services that run elsewhere. An empty variable counts as unset, as in the SDK. */
export function externalEndpoints(environment: Environment): Partial<Endpoints> {
  const endpoint = (service: string) => environment[`AWS_ENDPOINT_URL_${service}`] || undefined;
  return {
    s3: endpoint('S3'),
    dynamodb: endpoint('DYNAMODB'),
    sqs: endpoint('SQS'),
    ses: endpoint('SES'),
    scheduler: endpoint('SCHEDULER'),
  };
}

/** The environment variables that an SDK client needs to find the services, plus the given ones. */
export function clientEnvironment(
  given: Environment,
  { region }: Account,
  address: string,
  endpoints: Endpoints,
): Record<string, string> {
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL: address,
    ...given,
    AWS_ENDPOINT_URL_S3: endpoints.s3,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_SQS: endpoints.sqs,
    AWS_ENDPOINT_URL_SES: endpoints.ses,
    AWS_ENDPOINT_URL_SCHEDULER: endpoints.scheduler,
  };
}

const portsSchema = z.object({ services: z.number(), dynamodb: z.number() });
export type Ports = z.infer<typeof portsSchema>;

const portsFile = 'ports.json';

/** The ports of the last run, so that addresses that people noted stay valid. */
export function rememberedPorts(dataDirectory: string): Ports {
  try {
    return portsSchema.parse(JSON.parse(readFileSync(join(dataDirectory, portsFile), 'utf8')));
  } catch {
    // The first start, or a file that a crash truncated: any port may be used.
    return { services: 0, dynamodb: 0 };
  }
}

export function rememberPorts(dataDirectory: string, ports: Ports): void {
  writeFileSync(join(dataDirectory, portsFile), `${JSON.stringify(ports)}\n`);
}

export function portOf(endpoint: string | undefined): number {
  return endpoint === undefined ? 0 : Number(new URL(endpoint).port);
}

/** Listens on `wanted`. If that is 0, listens on the `last` port, or on any port if that one is in use. */
export async function listenLocally(server: Server, wanted: number, last: number): Promise<number> {
  try {
    return await listen(server, wanted || last);
  } catch (error) {
    if (wanted !== 0) throw error;
    return listen(server, 0);
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const bound = server.address();
      resolve(typeof bound === 'object' && bound ? bound.port : port);
    });
  });
}
