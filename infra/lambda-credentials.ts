import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Takes the place of the SDK's default chain in the bundles. In Lambda the credentials are always in the environment
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, AWS_ACCESS_KEY_ID …); the rest of the chain
 * (profiles, single sign-on, EC2) would be 100 kB in each function.
 */
export const defaultProvider = () => fromEnv();
