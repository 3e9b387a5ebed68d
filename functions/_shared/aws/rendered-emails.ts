import { type RenderedEmail, renderedEmailSchema } from '../domain/email.ts';
import { emailPrefix } from '../domain/email-key.ts';
import { type Bucket, readObject } from './bucket.ts';

/** One email of a version, as it was composed. `name`: `general.en`, as `emailName` says it. Null when there is none. */
export async function readRenderedEmail(
  bucket: Bucket,
  releaseId: string,
  version: number,
  name: string,
): Promise<RenderedEmail | null> {
  const bytes = await readObject(bucket, `${emailPrefix(releaseId, version, null)}${name}.json`);
  return bytes && renderedEmailSchema.parse(JSON.parse(Buffer.from(bytes).toString()));
}
