import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';

/**
 * What the access log has of a request. Not its path, because paths hold tokens, and not the address of the reader.
 * `functionRequestId` finds the lines of the function
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html).
 */
export const accessLogFormat = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    route: '$context.routeKey',
    status: '$context.status',
    milliseconds: '$context.responseLatency',
    functionMilliseconds: '$context.integrationLatency',
    functionRequestId: '$context.integration.requestId',
  }),
);
