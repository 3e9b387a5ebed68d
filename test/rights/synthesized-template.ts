import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { configuration } from '../../infra/configuration.ts';
import { NewsroomStack } from '../../infra/newsroom-stack.ts';

/** The template of the production stage, without the bundles. */
export function synthesizedTemplate(): Template {
  return Template.fromStack(
    new NewsroomStack(new App(), 'Newsroom', {
      ...configuration('production'),
      codeOf: () => Code.fromInline('exports.handler = async () => {};'),
    }),
  );
}
