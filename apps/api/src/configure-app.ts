import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule } from '@nestjs/swagger';
import express, { type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { type Config, InputPipe, ProblemFilter, requestIdFor, timeRequests } from '@beckon/core';
import { buildOpenApiDocument } from './openapi-document';
import { serveConsole } from './serve-console';

/**
 * A connection that is not used stays open for longer than proxies keep theirs, which is a minute as a rule. Who closes first loses the
 * request that is on its way at that moment, and only the one who asks can know that there is none.
 */
const IDLE_CONNECTION_MS = 75_000;
const BODY_LIMIT = '1mb';
/** Larger than any receipt of a provider. */
const WEBHOOK_LIMIT = '256kb';
/** Swagger UI brings inline styles and a data: favicon of its own. */
const docsPolicy =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; script-src 'self' 'unsafe-inline'";

/** Everything between the socket and the controllers; the same in production, under test and on one machine. */
export function configureApp(app: NestExpressApplication, config: Config, consoleDir: string | null): void {
  app.getHttpServer().keepAliveTimeout = IDLE_CONNECTION_MS;
  app.disable('x-powered-by');
  if (config.trustProxy !== null)
    app.set('trust proxy', /^\d+$/.test(config.trustProxy) ? Number(config.trustProxy) : config.trustProxy);
  app.set('query parser', 'simple');
  app.use(timeRequests);
  app.use(giveRequestId);
  app.use(
    helmet({
      contentSecurityPolicy: {
        directives: {
          defaultSrc: ["'self'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'", "'unsafe-inline'"],
          imgSrc: ["'self'", 'data:', 'https:'],
          objectSrc: ["'none'"],
          baseUri: ["'self'"],
          frameAncestors: ["'none'"],
          upgradeInsecureRequests: config.publicBaseUrl.startsWith('https:') ? [] : null,
        },
      },
      referrerPolicy: { policy: 'no-referrer' },
      strictTransportSecurity: config.publicBaseUrl.startsWith('https:') ? { maxAge: 31_536_000 } : false,
    }),
  );
  if (config.corsOrigins.length > 0) {
    app.enableCors({
      origin: [...config.corsOrigins],
      credentials: true,
      exposedHeaders: ['X-Request-Id', 'Retry-After'],
    });
  }
  // a signature covers the very bytes, so nothing may parse them first
  app.use('/webhooks', express.raw({ limit: WEBHOOK_LIMIT, type: () => true }));
  app.useBodyParser('json', { limit: BODY_LIMIT, type: ['application/json', 'application/cloudevents+json'] });
  app.useBodyParser('urlencoded', { limit: '64kb', extended: false });
  app.use('/v1', (_request: Request, response: Response, next: NextFunction) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  app.useGlobalPipes(new InputPipe());
  app.useGlobalFilters(new ProblemFilter());
  serveDocs(app);
  if (consoleDir !== null) serveConsole(app, consoleDir);
}

/** Before the body is read: what cannot be read at all is refused with an id too. The logger takes over what it finds. */
function giveRequestId(request: Request & { id?: string }, response: Response, next: NextFunction): void {
  request.id = requestIdFor(request.headers['x-request-id']);
  response.setHeader('X-Request-Id', request.id);
  next();
}

function serveDocs(app: NestExpressApplication): void {
  app.use('/docs', (_request: Request, response: Response, next: NextFunction) => {
    response.setHeader('Content-Security-Policy', docsPolicy);
    next();
  });
  SwaggerModule.setup('docs', app, () => buildOpenApiDocument(app), {
    jsonDocumentUrl: 'openapi.json',
    customSiteTitle: 'Beckon API',
  });
}
