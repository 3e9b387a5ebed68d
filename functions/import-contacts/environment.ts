import * as z from 'zod';

export const environmentSchema = z.object({ TABLE_NAME: z.string(), BUCKET_NAME: z.string() });
export type Environment = z.infer<typeof environmentSchema>;
