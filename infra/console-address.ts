import { CfnOutput } from 'aws-cdk-lib';
import { DomainName, HttpApi, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { accessLogFormat } from './access-log.ts';
import { describeRecord } from './dns-records.ts';

/** More than a desk asks for whose pages refresh themselves every two seconds, and too few to guess anything by trying. */
const requestsPerSecond = 50;

export interface ConsoleAddressProps {
  domain?: { name: string; certificateArn: string } | undefined;
}

/** The address of the console for people who sign in. Their rights come from their session, not from IAM. */
export class ConsoleAddress extends Construct {
  readonly url: string;
  private readonly api: HttpApi;

  constructor(scope: Construct, { domain }: ConsoleAddressProps) {
    super(scope, 'console-address');
    const domainName =
      domain &&
      new DomainName(this, 'Domain', {
        domainName: domain.name,
        certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
      });
    this.api = new HttpApi(this, 'Api', {
      createDefaultStage: false,
      disableExecuteApiEndpoint: domainName !== undefined,
    });
    this.api.addStage('Stage', {
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: requestsPerSecond, burstLimit: 2 * requestsPerSecond },
      ...(domainName && { domainMapping: { domainName } }),
      accessLogSettings: {
        destination: new LogGroupLogDestination(
          new LogGroup(this, 'AccessLog', { retention: RetentionDays.THREE_MONTHS }),
        ),
        format: accessLogFormat,
      },
    });
    if (domainName)
      new CfnOutput(this, 'ConsoleDomainRecord', {
        value: describeRecord({ name: domainName.name, type: 'CNAME', value: domainName.regionalDomainName }),
      }).overrideLogicalId('ConsoleDomainRecord');
    this.url = domain ? `https://${domain.name}` : this.api.apiEndpoint;
  }

  serve(handler: LambdaFunction): void {
    // One integration of each route, because each brings the gateway's permission for its own route only.
    for (const path of ['/', '/{proxy+}'])
      this.api.addRoutes({ path, integration: new HttpLambdaIntegration(path, handler) });
  }
}
