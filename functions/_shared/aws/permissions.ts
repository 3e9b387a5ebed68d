/**
 * What a function does with the table and the bucket, beside its environment.ts: for each action of DynamoDB or S3, the
 * partition keys or the folders. A key that ends with `#` means every key that begins so. The stack makes the function's
 * policy of it, and test/rights compares it with the calls that the function's code can reach: nothing missing, nothing
 * spare.
 */
export interface Permissions {
  table?: { [Act in TableAct]?: readonly string[] };
  /** Partition keys of the index `gsi1`. */
  index?: { Query: readonly string[] };
  bucket?: { [Act in BucketAct]?: readonly string[] };
  /**
   * Whether the code asks for objects that may not exist. S3 says so only to those who may list the whole bucket; others
   * are told 403 (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html). Without it, the bucket is
   * connected with `mayList: false`.
   */
  asksForMissingObjects?: boolean;
}

/** Each is the name of an IAM action. There is no Scan: nobody reads everything. */
export type TableAct =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'BatchWriteItem';

export type BucketAct =
  | 'GetObject'
  | 'ListBucket'
  | 'PutObject'
  | 'AbortMultipartUpload'
  | 'DeleteObject'
  | 'ListBucketVersions'
  | 'DeleteObjectVersion';
