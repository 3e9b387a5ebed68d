import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Configuration } from '../infra/configuration.ts';
import { type LocalConnection, localConnectionSchema } from '../infra/local/connection-file.ts';
import { outputsSchema } from '../infra/outputs.ts';
import { Refusal, UsageError, unknown } from './command.ts';
import { type Connection, connectionTo, type Who } from './connection.ts';
import { shownDirectory } from './shown-directory.ts';

/**
 * Connects to the local newsroom on `dataDirectory`. If none is running, refuses and names the command that starts it.
 */
export async function connectLocal(dataDirectory: string, who: Who): Promise<Connection> {
  const local = await joinLocal(dataDirectory);
  return connectionTo(local.outputs, local.newsroom, who);
}

/** Points the SDK to the running local newsroom. */
export async function joinLocal(dataDirectory: string): Promise<LocalConnection> {
  const local = await readLocalConnection(dataDirectory);
  if (!local || !isAlive(local.pid)) {
    const where = shownDirectory(dataDirectory);
    const start = where === '.newsroom' ? 'npm start' : `npm start -- --data ${where}`;
    throw new Refusal(
      `No newsroom is running on ${where}. Start it in another terminal:\n\n  ${start}\n\nor name a deployed one with --stage NAME.`,
    );
  }
  // The SDK reads its endpoints from the environment. Set before the clients below are created.
  Object.assign(process.env, local.environment);
  return local;
}

/** Connects to a deployed newsroom: resource names from the stack's outputs, credentials as the AWS CLI finds them. */
export async function connectStage(stage: string, who: Who): Promise<Connection> {
  const { newsroom } = await findStage(stage);
  const { CloudFormationClient, DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
  const { Stacks } = await new CloudFormationClient({}).send(
    new DescribeStacksCommand({ StackName: `Dateline-${stage}` }),
  );
  const outputs = Object.fromEntries(
    (Stacks?.[0]?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
  );
  const parsed = outputsSchema.safeParse(outputs);
  if (!parsed.success) {
    const missing = parsed.error.issues.map(({ path: [name] }) => String(name)).join(', ');
    throw new Refusal(
      `The stack Dateline-${stage} is of another version of Dateline, or half deployed (it lacks ${missing}). Deploy this one: npx cdk deploy -c stage=${stage}`,
    );
  }
  return connectionTo(parsed.data, newsroom, who);
}

/** The configuration of a stage that can be deployed. Points the SDK to its region. */
export async function findStage(stage: string): Promise<Configuration> {
  const { stages } = await import('../infra/configuration.ts');
  const deployed = Object.keys(stages).filter((name) => name !== 'local');
  if (stage === 'local')
    throw new UsageError(
      'local is the newsroom on this machine: leave --stage out, or name its folder with --data DIR',
    );
  const configuration = Object.hasOwn(stages, stage) ? stages[stage] : undefined;
  if (!configuration)
    throw new UsageError(
      unknown(
        `there is no stage "${stage}" in infra/configuration.ts (there are: ${deployed.join(', ')})`,
        stage,
        deployed,
      ),
    );
  const { infrastructure } = configuration;
  // The region of the deployment. The AWS CLI also reads AWS_DEFAULT_REGION, which the SDK does not.
  const region = infrastructure.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
  if (region) process.env.AWS_REGION = region;
  return configuration;
}

export async function readLocalConnection(dataDirectory: string): Promise<LocalConnection | null> {
  const file = path.join(dataDirectory, 'connection.json');
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  const parsed = localConnectionSchema.safeParse(jsonOf(text));
  if (!parsed.success)
    throw new Refusal(
      `${shownDirectory(file)} is not of a newsroom of this version of Dateline. Stop what runs there and start it anew, or name another folder with --data DIR.`,
    );
  return parsed.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Whether a process with this id is running. A process of another user answers EPERM, so it is running. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
