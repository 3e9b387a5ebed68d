import { CfnOutput } from 'aws-cdk-lib';
import {
  CfnStage,
  DomainName,
  HttpApi,
  HttpMethod,
  type HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { accessLogFormat } from './access-log.ts';
import { describeRecord } from './dns-records.ts';

/**
 * More than the clicks per second that follow a mail to a large list, and less than the functions of a small account
 * can serve. Above it the gateway answers 429, and mail programs retry their one-click unsubscribe.
 */
const requestsPerSecond = 100;

/**
 * Sign-ups cost more than a page: reads, counters, and perhaps a mail. The functions' own limits are far below this
 * (`signUps` in the configuration); the gateway refuses what is beyond it before any function runs.
 */
const signUpsPerSecond = 10;
const signUpRoute = { path: '/subscribe', method: HttpMethod.POST };

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
  private readonly stage: HttpStage;

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
    this.stage = this.api.addStage('Stage', {
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: requestsPerSecond, burstLimit: 2 * requestsPerSecond },
      domainMapping: domainName && { domainName },
      accessLogSettings: {
        destination: new LogGroupLogDestination(
          new LogGroup(this, 'AccessLog', { retention: RetentionDays.THREE_MONTHS }),
        ),
        format: accessLogFormat,
      },
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

  /** Gives the sign-up form a route and a rate of its own, so that it cannot use up what all other pages share. */
  serveSignUp(handler: LambdaFunction): void {
    const { path, method } = signUpRoute;
    const routes = this.api.addRoutes({
      path,
      methods: [method],
      integration: new HttpLambdaIntegration('SignUp', handler),
    });
    const stage = this.stage.node.defaultChild;
    if (!(stage instanceof CfnStage)) throw new Error('the stage of the public address has no resource');
    stage.routeSettings = {
      [`${method} ${path}`]: {
        ThrottlingRateLimit: signUpsPerSecond,
        ThrottlingBurstLimit: 2 * signUpsPerSecond,
      },
    };
    // A stage refuses settings for a route that does not exist yet.
    stage.node.addDependency(...routes);
  }
}
