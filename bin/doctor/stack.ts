import {
  type CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';

export interface StackResource {
  /** The logical id of the template: `sendemailsqueueDeadLetters1A2B3C4D`. */
  id: string;
  type: string;
  /** The name, ARN or URL, as `Ref` gives it. */
  physicalId: string;
}

/** The deployed stack: where doctor finds the names of everything. */
export interface DeployedStack {
  status: string;
  outputs: Record<string, string>;
  resources: StackResource[];
}

/** Null if it is not deployed. */
export async function readStack(
  client: CloudFormationClient,
  stackName: string,
): Promise<DeployedStack | null> {
  const described = await client
    .send(new DescribeStacksCommand({ StackName: stackName }))
    .catch((error: unknown) => {
      if (error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message))
        return null;
      throw error;
    });
  const [stack] = described?.Stacks ?? [];
  if (!stack) return null;
  const resources: StackResource[] = [];
  for await (const page of paginateListStackResources({ client }, { StackName: stackName }))
    for (const { LogicalResourceId, ResourceType, PhysicalResourceId } of page.StackResourceSummaries ?? [])
      if (LogicalResourceId && ResourceType && PhysicalResourceId)
        resources.push({ id: LogicalResourceId, type: ResourceType, physicalId: PhysicalResourceId });
  const outputs = (stack.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue ?? '']);
  return { status: stack.StackStatus ?? 'unknown', outputs: Object.fromEntries(outputs), resources };
}

export function resourcesOf({ resources }: DeployedStack, type: string): StackResource[] {
  return resources.filter((resource) => resource.type === type);
}

/**
 * The resources together with table and bucket, which may be older than the stack: a restored table has a name of its
 * own, and the stack takes it over without making one.
 */
export function withStores({ outputs, resources, ...stack }: DeployedStack): DeployedStack {
  const named = [
    { id: 'Table', type: 'AWS::DynamoDB::Table', physicalId: outputs.Table },
    { id: 'Bucket', type: 'AWS::S3::Bucket', physicalId: outputs.Bucket },
  ];
  const older = named.flatMap(({ id, type, physicalId }) =>
    physicalId === undefined || resources.some((resource) => resource.physicalId === physicalId)
      ? []
      : [{ id, type, physicalId }],
  );
  return { ...stack, outputs, resources: [...resources, ...older] };
}
