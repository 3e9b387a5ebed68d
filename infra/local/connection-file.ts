import * as z from 'zod';
import { newsroomSchema } from '../../functions/_shared/domain/newsroom.ts';
import { outputsSchema } from '../outputs.ts';

/** `<data>/connection.json`: the data that the command line needs in addition to the public endpoints.json. */
export const localConnectionSchema = z.object({
  pid: z.number().int(),
  /** Endpoint variables, region and stand-in credentials, the same as for the local functions. */
  environment: z.record(z.string(), z.string()),
  outputs: outputsSchema,
  newsroom: newsroomSchema,
});
export type LocalConnection = z.infer<typeof localConnectionSchema>;
