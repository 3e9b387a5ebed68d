import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const besideTheBundle = fileURLToPath(new URL('./templates', import.meta.url));

/**
 * The directory of the templates: a copy beside the bundle on AWS, templates/ of the repository when run from source.
 */
export const templatesDirectory = existsSync(besideTheBundle)
  ? besideTheBundle
  : fileURLToPath(new URL('../../templates', import.meta.url));
