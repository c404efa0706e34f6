// Where things are: the one place that knows the project's layout and the built entry points.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export const inRoot = (...parts) => path.join(root, ...parts);

/** Built entry points. Api, worker and the local supervisor come from one compilation, see build.mjs. */
export const built = {
  api: inRoot('dist/apps/server/apps/api/src/main.js'),
  worker: inRoot('dist/apps/server/apps/worker/src/main.js'),
  local: inRoot('dist/apps/server/apps/local/src/main.js'),
  migrate: inRoot('dist/apps/server/apps/api/src/migrate.js'),
  openapi: inRoot('dist/apps/server/apps/api/src/openapi.js'),
};

/** The committed OpenAPI document. `node <built.openapi>` prints the current one to its standard output. */
export const openapiFile = inRoot('openapi.json');

export const lockFile = (name) => inRoot('dist/.locks', name);
