import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { notServed } from './fault.ts';
import type { Caller } from './iam.ts';
import { invalid } from './secret-faults.ts';
import { current, type Secret, type Secrets, type SecretVersion } from './secrets.ts';

const judgedInput = z.looseObject({
  SecretId: z.string().optional(),
  Name: z.string().optional(),
  VersionStage: z.string().optional(),
});
const namedInput = z.object({ SecretId: z.string().min(1) });
const token = z.string().min(32).max(64).default(randomUUID);
const value = z.string().min(1).max(65_536);
// Strict, so that an option that has no effect here is refused. Binary secrets are not served.
const createInput = z.strictObject({
  Name: z.string().regex(/^[A-Za-z0-9/_+=.@-]{1,512}$/),
  Description: z.string().optional(),
  ClientRequestToken: token,
  SecretString: value,
});
const putInput = z.strictObject({
  SecretId: z.string().min(1),
  ClientRequestToken: token,
  SecretString: value,
  VersionStages: z.array(z.string().min(1).max(256)).min(1).max(20).default([current]),
});
const getInput = z.strictObject({
  SecretId: z.string().min(1),
  VersionId: z.string().optional(),
  VersionStage: z.string().optional(),
});
const moveInput = z.strictObject({
  SecretId: z.string().min(1),
  VersionStage: z.string().min(1),
  RemoveFromVersionId: z.string().optional(),
  MoveToVersionId: z.string().optional(),
});

type Found = Secret & { arn: string };

/**
 * Secrets Manager, in the AWS JSON protocol: what Dateline and an operator's AWS CLI use
 * (https://docs.aws.amazon.com/secretsmanager/latest/apireference/Welcome.html).
 */
export class SecretsManager {
  readonly #secrets: Secrets;

  constructor(secrets: Secrets) {
    this.#secrets = secrets;
  }

  answer(operation: string, input: unknown, caller: Caller): object {
    const act = this.#operations[operation];
    if (!act) throw notServed(`Secrets Manager ${operation}`);
    const { SecretId, Name = '', VersionStage } = judgedInput.parse(input);
    const context = { 'secretsmanager:VersionStage': VersionStage };
    caller.expect(`secretsmanager:${operation}`, this.#secrets.arnOf(SecretId ?? Name), context);
    return act(input);
  }

  readonly #operations: Readonly<Record<string, (input: unknown) => object>> = {
    CreateSecret: (input) => this.#create(createInput.parse(input)),
    GetSecretValue: (input) => this.#get(getInput.parse(input)),
    PutSecretValue: (input) => this.#put(putInput.parse(input)),
    DescribeSecret: (input) => this.#describe(this.#secrets.expect(namedInput.parse(input).SecretId)),
    ListSecretVersionIds: (input) => this.#versions(this.#secrets.expect(namedInput.parse(input).SecretId)),
    UpdateSecretVersionStage: (input) => this.#move(moveInput.parse(input)),
  };

  #create({ Name, ClientRequestToken, SecretString }: z.infer<typeof createInput>): object {
    const VersionId = this.#secrets.create(Name, ClientRequestToken, SecretString);
    return { ARN: this.#secrets.expect(Name).arn, Name, VersionId };
  }

  #get({ SecretId, VersionId, VersionStage }: z.infer<typeof getInput>): object {
    const secret = this.#secrets.expect(SecretId);
    const version =
      VersionId === undefined
        ? this.#secrets.labelled(secret.name, VersionStage ?? current)
        : this.#secrets.version(secret.name, VersionId);
    const stages = this.#labelsOf(secret, version);
    if (VersionId !== undefined && VersionStage !== undefined && !stages.includes(VersionStage))
      throw invalid('You provided a VersionStage that is not associated to the provided VersionId.');
    return {
      ...headOf(secret),
      VersionId: version.versionId,
      SecretString: version.value,
      VersionStages: stages,
      CreatedDate: version.createdAt / 1000,
    };
  }

  #put({ SecretId, ClientRequestToken, SecretString, VersionStages }: z.infer<typeof putInput>): object {
    const secret = this.#secrets.expect(SecretId);
    const versionId = this.#secrets.put(secret.name, ClientRequestToken, SecretString, VersionStages);
    const version = this.#secrets.version(secret.name, versionId);
    return { ...headOf(secret), VersionId: versionId, VersionStages: this.#labelsOf(secret, version) };
  }

  #describe(secret: Found): object {
    const stages: Record<string, string[]> = {};
    for (const { label, versionId } of this.#secrets.labels(secret.name))
      stages[versionId] = [...(stages[versionId] ?? []), label];
    return {
      ...headOf(secret),
      CreatedDate: secret.createdAt / 1000,
      LastChangedDate: secret.changedAt / 1000,
      VersionIdsToStages: stages,
    };
  }

  #versions(secret: Found): object {
    const Versions = this.#secrets
      .versions(secret.name)
      .map((version) => ({
        VersionId: version.versionId,
        VersionStages: this.#labelsOf(secret, version),
        CreatedDate: version.createdAt / 1000,
      }))
      // As on AWS without IncludeDeprecated.
      .filter(({ VersionStages }) => VersionStages.length > 0);
    return { ...headOf(secret), Versions };
  }

  #move(input: z.infer<typeof moveInput>): object {
    const { SecretId, VersionStage, RemoveFromVersionId, MoveToVersionId } = input;
    const secret = this.#secrets.expect(SecretId);
    const holder = this.#secrets.labels(secret.name).find(({ label }) => label === VersionStage)?.versionId;
    if (holder !== RemoveFromVersionId && holder !== undefined)
      throw invalid(
        `The parameter RemoveFromVersionId can't be empty. Staging label ${VersionStage} is currently attached to version ${holder}, so you must explicitly reference that version in RemoveFromVersionId.`,
      );
    if (MoveToVersionId === undefined) this.#secrets.unlabel(secret.name, VersionStage);
    else
      this.#secrets.label(
        secret.name,
        VersionStage,
        this.#secrets.version(secret.name, MoveToVersionId).versionId,
      );
    return headOf(secret);
  }

  #labelsOf({ name }: Secret, { versionId }: SecretVersion): string[] {
    return this.#secrets
      .labels(name)
      .filter((one) => one.versionId === versionId)
      .map(({ label }) => label);
  }
}

function headOf({ arn, name }: Found) {
  return { ARN: arn, Name: name };
}
