import { STSClient } from '@aws-sdk/client-sts';
import { configuration } from '../../infra/configuration.ts';
import { sourceVersion } from '../../infra/source-version.ts';
import type { CommandIo } from '../command.ts';
import { findStage, joinLocal } from '../connect-newsroom.ts';
import type { Setup } from './setup.ts';

/**
 * What to expect, from the configuration of this clone. Sets where the SDK looks. A stage need not be deployed; a local
 * newsroom has to run.
 */
export async function setUp({ stage, dataDirectory }: CommandIo): Promise<Setup> {
  const version = sourceVersion();
  if (stage === undefined) {
    const { newsroom, environment } = await joinLocal(dataDirectory);
    return {
      newsroom,
      infrastructure: configuration('local').infrastructure,
      stackName: 'Dateline-local',
      region: environment.AWS_REGION ?? 'us-east-1',
      version,
      isLocal: true,
      deploy: 'npm start',
      revertDrift: 'Stop the newsroom and start it again: npm start',
    };
  }
  const { newsroom, infrastructure } = await findStage(stage);
  const deploy = `npx cdk deploy -c stage=${stage}`;
  return {
    newsroom,
    infrastructure,
    stackName: `Dateline-${stage}`,
    region: await new STSClient({}).config.region(),
    version,
    isLocal: false,
    deploy,
    revertDrift: `${deploy} --revert-drift`,
  };
}
