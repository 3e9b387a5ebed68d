import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, type ITable, ProjectionType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** Where the audit trail lies: functions/_shared/aws/audit-store.ts. */
const trailFolder = 'audit/';

export interface StorageProps {
  /** An existing table, by name. */
  table?: string | undefined;
  onDelete: 'retain' | 'destroy';
}

const removalPolicyOf = (onDelete: StorageProps['onDelete']) =>
  onDelete === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

/** The bucket into which staff drop files, and the one table. */
export class Storage extends Construct {
  readonly bucket: Bucket;
  readonly table: ITable;
  readonly tableIndex = 'gsi1';
  private readonly notifications: CfnBucket.QueueConfigurationProperty[] = [];

  constructor(scope: Construct, props: StorageProps) {
    super(scope, 'storage');
    const removalPolicy = removalPolicyOf(props.onDelete);
    this.bucket = new Bucket(this, 'Bucket', {
      versioned: true,
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      removalPolicy,
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(7) },
        { noncurrentVersionExpiration: Duration.days(365) },
        // Unreadable events may contain addresses, and erasing a person does not find them there, so they are deleted
        // soon.
        {
          prefix: 'store/events/',
          expiration: Duration.days(30),
          noncurrentVersionExpiration: Duration.days(1),
        },
      ],
    });
    this.keepTrail();
    this.table = props.table === undefined ? this.ownTable(props.onDelete) : this.givenTable(props.table);
  }

  private ownTable(onDelete: StorageProps['onDelete']): Table {
    // `Table`, not `TableV2`, because the embedded stack can read its resource type.
    const table = new Table(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: 'expiresAt',
      deletionProtection: onDelete === 'retain',
      removalPolicy: removalPolicyOf(onDelete),
    });
    table.addGlobalSecondaryIndex({
      indexName: this.tableIndex,
      partitionKey: { name: 'gsi1pk', type: AttributeType.STRING },
      sortKey: { name: 'gsi1sk', type: AttributeType.STRING },
      projectionType: ProjectionType.ALL,
    });
    return table;
  }

  /** Backups, expiry and deletion protection of an existing table are set by whoever restored it. */
  private givenTable(tableName: string): ITable {
    return Table.fromTableAttributes(this, 'Table', { tableName, globalIndexes: [this.tableIndex] });
  }

  /**
   * Nobody, not even the administrators of the account, may overwrite or delete a line of the audit trail. A write
   * without `If-None-Match: *` is denied, and so is a copy onto a line or an upload in parts, which cannot have that
   * header (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html).
   */
  private keepTrail(): void {
    const everybody = {
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      resources: [this.bucket.arnForObjects(`${trailFolder}*`)],
    };
    const actions = ['s3:PutObject'];
    const conditions = { Null: { 's3:if-none-match': 'true' } };
    this.bucket.addToResourcePolicy(new PolicyStatement({ ...everybody, actions, conditions }));
    // A tag could make a lifecycle rule delete the line.
    const changes = [
      's3:DeleteObject',
      's3:DeleteObjectVersion',
      's3:PutObjectTagging',
      's3:PutObjectVersionTagging',
    ];
    this.bucket.addToResourcePolicy(new PolicyStatement({ ...everybody, actions: changes }));
  }

  /**
   * Notifies a queue about every object created (and, if `deleted`, deleted) under a prefix. Uses the L1 property,
   * because L2 would add another Lambda.
   */
  notify(prefix: string, queue: Queue, { deleted }: { deleted: boolean }): void {
    // The bucket refers to the queue when it is created, so the queue's policy cannot refer to the bucket. It names the
    // buckets whose generated names begin with the name of this stack
    // (https://docs.aws.amazon.com/AmazonS3/latest/userguide/ways-to-add-notification-config-to-bucket.html).
    const { partition, stackName, account } = Stack.of(this);
    queue.addToResourcePolicy(
      new PolicyStatement({
        actions: ['sqs:SendMessage'],
        principals: [new ServicePrincipal('s3.amazonaws.com')],
        resources: [queue.queueArn],
        conditions: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': `arn:${partition}:s3:::${stackName.toLowerCase().slice(0, 16)}*` },
        },
      }),
    );
    for (const event of ['s3:ObjectCreated:*', ...(deleted ? ['s3:ObjectRemoved:*'] : [])])
      this.notifications.push({
        event,
        queue: queue.queueArn,
        filter: { s3Key: { rules: [{ name: 'prefix', value: prefix }] } },
      });
    const bucket = this.bucket.node.defaultChild;
    if (!(bucket instanceof CfnBucket)) throw new Error('the bucket has no CloudFormation resource');
    bucket.notificationConfiguration = { queueConfigurations: this.notifications };
    // S3 tests the queue when the notification is configured, so the queue policy must exist first.
    bucket.node.addDependency(queue.node.findChild('Policy'));
  }
}
