import type { TestApi } from '../../harness';
import { buildOpenApiDocument } from '../../../apps/api/src/openapi-document';

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
}

/** Every route of the OpenAPI document, as `GET /v1/events/{eventId}`. */
export function documentedRoutes({ app }: TestApi): string[] {
  return Object.entries(buildOpenApiDocument(app).paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((method) => /^(get|put|post|patch|delete|head|options)$/.test(method))
      .map((method) => `${method.toUpperCase()} ${path}`),
  );
}

/** Every route that the server really answers, documented or not. Middleware for all addresses is not among them. */
export function servedRoutes({ app }: TestApi): string[] {
  const { router } = app.getHttpAdapter().getInstance() as { router: { stack: readonly Layer[] } };
  return router.stack.flatMap(({ route }) => {
    if (route === undefined || /\{?\/\{?\*/.test(route.path)) return [];
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    return Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${path}`);
  });
}
