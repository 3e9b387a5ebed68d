/** What the person was doing when it failed. It decides the wording and the advice. */
export interface Attempt {
  /** The value of `--stage`; undefined means the local newsroom. */
  stage: string | undefined;
  /** As a person in this directory would write it. */
  dataDirectory: string;
}

/**
 * The one place that explains failures of the system, of AWS and of files in one sentence with advice. Null for an
 * unexpected failure.
 */
export function failureInWords(error: unknown, attempt: Attempt): string | null {
  if (!(error instanceof Error)) return null;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  const { stage } = attempt;
  return ofThisMachine(error, code, attempt) ?? (stage === undefined ? null : ofAws(error, code, stage));
}

function ofThisMachine(error: Error, code: string, { stage, dataDirectory }: Attempt): string | null {
  const file = 'path' in error && typeof error.path === 'string' ? error.path : dataDirectory;
  switch (code) {
    case 'EADDRINUSE': {
      const port = 'port' in error ? Number(error.port) : Number.NaN;
      return Number.isNaN(port)
        ? 'The address is in use by another program. Name another with --port N.'
        : `Port ${port} is in use by another program. Name another: --port ${port + 1}`;
    }
    case 'EACCES':
    case 'EPERM':
      return 'port' in error
        ? `Port ${error.port} is kept for the system. Name one above 1024: --port 4700`
        : `${file} may not be read or written by you. Give yourself the rights to it, or name another folder with --data DIR.`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `${dataDirectory} is a file, and the newsroom keeps its state in a folder. Name a folder with --data DIR.`;
    case 'ENOSPC':
      return 'The disk is full. Make room and run the command again.';
    case 'ENOENT':
      return 'path' in error ? `There is no file ${file}.` : null;
    case 'ECONNREFUSED':
      return stage === undefined
        ? 'The newsroom does not answer; is it stopping? Look at its terminal, or start it again.'
        : null;
    default:
      return null;
  }
}

const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'ETIMEDOUT',
  'TimeoutError',
]);
const refusedCredentials = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]);

/** Recognises the SDK's errors by name, and two errors without a specific name by their message. */
function ofAws(error: Error, code: string, stage: string): string | null {
  if (error.message === 'Region is missing')
    return `Nothing says in which region ${stage} is. Write it as \`region\` of ${stage} in infra/configuration.ts, or set it for this shell: export AWS_REGION=eu-west-1`;
  if (code === 'ValidationError' && error.message.includes('does not exist'))
    return `${stage} is not deployed with these credentials in this region (there is no stack Dateline-${stage}). Deploy it with npx cdk deploy -c stage=${stage}, or look at AWS_PROFILE and AWS_REGION.`;
  if (code === 'CredentialsProviderError' || code === 'TokenProviderError')
    return `There are no AWS credentials for ${stage} (${firstLine(error)}). Sign in as the AWS CLI does, with aws configure or aws sso login, or set AWS_PROFILE.`;
  if (refusedCredentials.has(code))
    return `AWS does not take these credentials, they are wrong or have run out (${code}). Sign in again, with aws sso login or aws configure.`;
  if (/^AccessDenied|^UnauthorizedOperation$|^AuthorizationError/.test(code))
    return `These AWS credentials may not do this: ${firstLine(error)}. Ask whoever runs the account for the right, or use another AWS_PROFILE.`;
  if (unreachable.has(code) || unreachable.has(error.name))
    return `AWS cannot be reached (${code}). Look at the network and at AWS_REGION, and run the command again.`;
  return null;
}

function firstLine({ message }: Error): string {
  return (message.split('\n')[0] ?? '').replace(/(?<![.\s])[.\s]+$/, '');
}
