import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule } from '@nestjs/swagger';
import express, { type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { type Config, InputPipe, ProblemFilter, requestIdFor, timeRequests } from '@beckon/core';
import { buildOpenApiDocument } from './openapi-document';

const BODY_LIMIT = '1mb';
/** Larger than any receipt of a provider. */
const WEBHOOK_LIMIT = '256kb';
/** Swagger UI brings inline styles and a data: favicon of its own. */
const docsPolicy =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; script-src 'self' 'unsafe-inline'";
/** Addresses that are never the console's: an unknown one below them is a 404, not index.html. */
const notConsole = /^\/(v1|webhooks|r|u|docs|openapi\.json|healthz|readyz)(\/|$)/;

/** Everything between the socket and the controllers; the same in production, under test and on one machine. */
export function configureApp(app: NestExpressApplication, config: Config, consoleDir: string | null): void {
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

/** The built console on the same origin; deep links get index.html, missing files a 404. */
function serveConsole(app: NestExpressApplication, directory: string): void {
  const index = path.join(directory, 'index.html');
  if (!existsSync(index)) return;
  const page = readFileSync(index, 'utf8');
  app.use(preferPacked(directory));
  app.use(
    express.static(directory, {
      index: false,
      maxAge: '1y',
      immutable: true,
      setHeaders: (response, file) => {
        // only a name that carries a hash of its content never means anything else
        if (!/-[\w-]{8}\.\w+(\.br|\.gz)?$/.test(file)) response.setHeader('Cache-Control', 'no-cache');
      },
    }),
  );
  app.use((request: Request, response: Response, next: NextFunction) => {
    const wantsPage =
      (request.method === 'GET' || request.method === 'HEAD') &&
      !notConsole.test(request.path) &&
      !path.extname(request.path);
    if (!wantsPage) {
      next();
      return;
    }
    response.setHeader('Cache-Control', 'no-cache');
    response.type('html').send(page);
  });
}

const SUFFIXES = { br: '.br', gzip: '.gz' } as const;

/** The build puts packed copies beside the console's files; who can unpack one gets it under the file's own name. */
function preferPacked(directory: string) {
  return (request: Request, response: Response, next: NextFunction): void => {
    if (/^\/[\w.-]+\.(js|css|svg)$/.test(request.path)) {
      response.vary('Accept-Encoding');
      const encoding = request.acceptsEncodings(['br', 'gzip']) as keyof typeof SUFFIXES | false;
      if (encoding !== false && existsSync(path.join(directory, request.path + SUFFIXES[encoding]))) {
        response.type(path.extname(request.path)).setHeader('Content-Encoding', encoding);
        request.url = request.path + SUFFIXES[encoding];
      }
    }
    next();
  };
}
