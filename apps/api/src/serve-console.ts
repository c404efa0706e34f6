import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express, { type NextFunction, type Request, type Response } from 'express';

/** Addresses that are never the console's: an unknown one below them is a 404, not index.html. */
const notConsole = /^\/(v1|webhooks|r|u|docs|openapi\.json|healthz|readyz)(\/|$)/;

/** What a browser heeds on a page alone: half a kilobyte each for some thirty scripts, styles and fonts of a first visit. */
const documentHeaders = [
  'Content-Security-Policy',
  'Cross-Origin-Opener-Policy',
  'Origin-Agent-Cluster',
  'X-DNS-Prefetch-Control',
  'X-Download-Options',
  'X-Frame-Options',
  'X-Permitted-Cross-Domain-Policies',
  'X-XSS-Protection',
];

/** The built console on the same origin; deep links get index.html, missing files a 404. */
export function serveConsole(app: NestExpressApplication, directory: string): void {
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
        if (!file.endsWith('.html')) for (const header of documentHeaders) response.removeHeader(header);
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
