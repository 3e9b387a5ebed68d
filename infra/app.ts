import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { App, CfnOutput, Tags } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { bundleFunctions } from './bundle.ts';
import { configuration, type LocalRun, localNewsroom } from './configuration.ts';
import { DeployStack } from './deploy-stack.ts';
import { NewsroomStack } from './newsroom-stack.ts';
import { sourceVersion } from './source-version.ts';

const app = new App();
const stage: string = app.node.tryGetContext('stage') ?? 'production';
const localRun: LocalRun | undefined = app.node.tryGetContext('localRun');
const { newsroom, infrastructure } = configuration(stage);
const settings = localRun
  ? { newsroom: localNewsroom(localRun), infrastructure: { ...infrastructure, table: localRun.table } }
  : { newsroom, infrastructure };

const bundles = fileURLToPath(new URL(`../.cache/bundles/${stage}`, import.meta.url));
await bundleFunctions(settings.newsroom, bundles);

const stack = new NewsroomStack(app, `Dateline-${stage}`, {
  ...settings,
  codeOf: (name) => Code.fromAsset(path.join(bundles, name)),
  env: { region: infrastructure.region },
  description: `Dateline, the newsroom distribution pipeline (${stage})`,
});
// Deployed once by a person: `npx cdk deploy Dateline-deploy -c githubSubject=repo:OWNER/NAME:environment:production`.
const githubSubject: string | undefined = app.node.tryGetContext('githubSubject');
if (githubSubject)
  new DeployStack(app, 'Dateline-deploy', {
    subject: githubSubject,
    hasProvider: app.node.tryGetContext('githubProvider') === 'existing',
    env: { region: infrastructure.region },
    description: 'Dateline: the role of the deploying workflow',
  });
new CfnOutput(stack, 'Version', { value: sourceVersion() });
// CDK would tag dashboards too; not every region and not cfn-lint knows that yet.
const untagged = { excludeResourceTypes: ['AWS::CloudWatch::Dashboard'] };
Tags.of(app).add('product', 'dateline', untagged);
Tags.of(app).add('stage', stage, untagged);
app.synth();
