import { CfnOutput } from 'aws-cdk-lib';
import { DomainName, HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { describeRecord } from './dns-records.ts';

/**
 * More than the clicks per second that follow a mail to a large list, and less than the functions of a small account
 * can serve. Above it the gateway answers 429, and mail programs retry their one-click unsubscribe.
 */
const requestsPerSecond = 100;

export interface PublicAddressProps {
  domain?: { name: string; certificateArn: string };
}

/**
 * The address for journalists' browsers and mail programs: unsubscribe, preferences, terms, sign-up, releases on the
 * web.
 */
export class PublicAddress extends Construct {
  readonly url: string;
  readonly api: HttpApi;

  constructor(scope: Construct, props: PublicAddressProps) {
    super(scope, 'public-address');
    const domainName = props.domain
      ? new DomainName(this, 'Domain', {
          domainName: props.domain.name,
          certificate: Certificate.fromCertificateArn(this, 'Certificate', props.domain.certificateArn),
        })
      : undefined;
    this.api = new HttpApi(this, 'Api', {
      createDefaultStage: false,
      // Links use the domain. The default endpoint would bypass whatever is in front of the domain.
      disableExecuteApiEndpoint: domainName !== undefined,
    });
    this.api.addStage('Stage', {
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: requestsPerSecond, burstLimit: 2 * requestsPerSecond },
      domainMapping: domainName && { domainName },
    });
    if (domainName)
      new CfnOutput(this, 'PublicDomainRecord', {
        value: describeRecord({
          name: domainName.name,
          type: 'CNAME',
          value: domainName.regionalDomainName,
        }),
      }).overrideLogicalId('PublicDomainRecord');
    this.url = props.domain ? `https://${props.domain.name}` : this.api.apiEndpoint;
  }

  /**
   * Sends the requests for a path to a function. A path without a greedy variable (`{proxy+}`) has precedence
   * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html).
   */
  serve(path: string, handler: LambdaFunction): void {
    this.api.addRoutes({ path, integration: new HttpLambdaIntegration(path, handler) });
  }
}
