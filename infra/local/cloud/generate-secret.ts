import { randomInt } from 'node:crypto';
import * as z from 'zod';

const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = lower.toUpperCase();
const digits = '0123456789';
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/**
 * `GenerateSecretString` of a template. Strict, so that an option that has no effect here stops the start
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-secretsmanager-secret-generatesecretstring.html).
 */
export const generateSecretSchema = z
  .strictObject({
    PasswordLength: z.coerce.number().int().min(1).max(4096).default(32),
    ExcludeCharacters: z.string().default(''),
    ExcludeLowercase: z.boolean().default(false),
    ExcludeUppercase: z.boolean().default(false),
    ExcludeNumbers: z.boolean().default(false),
    ExcludePunctuation: z.boolean().default(false),
    SecretStringTemplate: z.string().optional(),
    GenerateStringKey: z.string().optional(),
  })
  .refine(
    (wanted) => (wanted.SecretStringTemplate === undefined) === (wanted.GenerateStringKey === undefined),
    'SecretStringTemplate and GenerateStringKey need each other',
  );
export type GenerateSecret = z.infer<typeof generateSecretSchema>;

/** A random password, or the JSON of the template with the password in it. */
export function generateSecret(wanted: GenerateSecret): string {
  const { PasswordLength, SecretStringTemplate, GenerateStringKey } = wanted;
  const characters = charactersOf(wanted);
  if (characters.length === 0) throw new Error('no characters are left for the secret');
  const password = Array.from(
    { length: PasswordLength },
    () => characters[randomInt(characters.length)],
  ).join('');
  if (SecretStringTemplate === undefined || GenerateStringKey === undefined) return password;
  const template = z.record(z.string(), z.unknown()).parse(JSON.parse(SecretStringTemplate));
  return JSON.stringify({ ...template, [GenerateStringKey]: password });
}

function charactersOf(wanted: GenerateSecret): string[] {
  const all = [
    wanted.ExcludeLowercase ? '' : lower,
    wanted.ExcludeUppercase ? '' : upper,
    wanted.ExcludeNumbers ? '' : digits,
    wanted.ExcludePunctuation ? '' : punctuation,
  ].join('');
  return [...all].filter((character) => !wanted.ExcludeCharacters.includes(character));
}
