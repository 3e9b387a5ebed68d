import { readFileSync } from 'node:fs';
import { type Newsroom, newsroomSchema } from '../domain/newsroom.ts';

/** The newsroom of this stage. CDK writes newsroom.json from infra/configuration.ts into each bundle. */
export function readNewsroom(bundleUrl: string): Newsroom {
  return newsroomSchema.parse(JSON.parse(readFileSync(new URL('./newsroom.json', bundleUrl), 'utf8')));
}
