import { RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

export interface KeysProps {
  onDelete: 'retain' | 'destroy';
}

/**
 * The secret with the keys for contact ids and links. The deployment generates a seed; the first keys follow from it
 * (functions/_shared/aws/key-secret.ts). A later deployment leaves the value as it is.
 */
export class Keys extends Construct {
  readonly secret: Secret;

  constructor(scope: Construct, { onDelete }: KeysProps) {
    super(scope, 'keys');
    this.secret = new Secret(this, 'Secret', {
      description: 'Dateline: keys for contact ids and links. Without them every link in every mail is dead.',
      generateSecretString: {
        secretStringTemplate: '{}',
        generateStringKey: 'seed',
        passwordLength: 64,
        excludePunctuation: true,
      },
      removalPolicy: onDelete === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }

  /** Lets a function read the keys. Returns the ARN for its environment. */
  readBy(reader: LambdaFunction): string {
    return this.allow(reader, 'secretsmanager:GetSecretValue');
  }

  /** Lets a function also write them. Only the watch does, to move the keys of an older newsroom out of the table. */
  keptBy(keeper: LambdaFunction): string {
    this.allow(keeper, 'secretsmanager:PutSecretValue');
    return this.readBy(keeper);
  }

  private allow(someone: LambdaFunction, action: string): string {
    const { secretArn } = this.secret;
    someone.addToRolePolicy(new PolicyStatement({ actions: [action], resources: [secretArn] }));
    return secretArn;
  }
}
