import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DynamicModule } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import type { Config } from '../config/config';

const REQUEST_ID = /^[A-Za-z0-9._-]{8,64}$/;

/** Takes over a caller's request id when it is harmless, else makes one. */
export function requestIdFor(header: string | string[] | undefined): string {
  return typeof header === 'string' && REQUEST_ID.test(header) ? header : randomUUID();
}

/** The route's template (`/v1/events/:eventId`), never the address itself: tokens and ids of guests stay out of the logs. */
export function routeOf(request: IncomingMessage): string {
  const route = (request as IncomingMessage & { route?: { path?: unknown } }).route?.path;
  return typeof route === 'string' ? route : '(no route)';
}

function requestFacts(request: IncomingMessage, response: ServerResponse): Record<string, unknown> {
  return { method: request.method, route: routeOf(request), status: response.statusCode };
}

/** JSON lines with request ids; no addresses, names, texts, headers or query strings. */
export function loggingModule(config: Config, role: string): DynamicModule {
  return LoggerModule.forRoot({
    pinoHttp: {
      level: config.logLevel,
      base: { role, pid: process.pid },
      genReqId: (request: IncomingMessage, response: ServerResponse) => {
        const id = requestIdFor(request.headers['x-request-id']);
        response.setHeader('X-Request-Id', id);
        return id;
      },
      quietReqLogger: true,
      serializers: { req: () => undefined, res: () => undefined },
      customLogLevel: (_request: IncomingMessage, response: ServerResponse, error?: Error) =>
        error || response.statusCode >= 500 ? 'error' : 'info',
      customSuccessObject: (request: IncomingMessage, response: ServerResponse, line: object) => ({
        ...line,
        ...requestFacts(request, response),
      }),
      customErrorObject: (request: IncomingMessage, response: ServerResponse, _error: Error, line: object) => ({
        ...line,
        ...requestFacts(request, response),
      }),
      customSuccessMessage: () => 'request',
      customErrorMessage: () => 'request failed',
      redact: {
        paths: ['req.headers', '*.authorization', '*.password', '*.email', '*.phone', '*.to'],
        censor: '[redacted]',
      },
      autoLogging: { ignore: (request: IncomingMessage) => /^\/(healthz|readyz)/.test(request.url ?? '') },
    },
  });
}
