import { createServer, type Server } from 'node:http';
import { createBullBoard } from '@bull-board/api';
import { BullAdapter } from '@bull-board/api/bullAdapter';
import { ExpressAdapter } from '@bull-board/express';
import { getQueueToken } from '@nestjs/bull';
import type { INestApplicationContext } from '@nestjs/common';
import type { Queue } from 'bull';
import express, { type NextFunction, type Request, type Response } from 'express';
import type { Config } from '../config/config';
import { DISPATCH_QUEUE, URGENT_QUEUE } from '../queue/queues';
import { metrics } from './metrics';

/**
 * Opens the operator's pages on loopback: `/metrics` and, with Redis, the queue board under `/queues`.
 *
 * @returns a function that closes them; does nothing when `opsPort` is 0
 * @throws when the port is taken
 */
export async function startOpsServer(app: INestApplicationContext, config: Config): Promise<() => Promise<void>> {
  if (config.opsPort === 0) return async () => {};
  const pages = express();
  pages.disable('x-powered-by');
  pages.use(onlyLocalNames);
  pages.get('/metrics', (_request, response, next) => {
    metrics
      .metrics()
      .then((text) => response.type(metrics.contentType).send(text))
      .catch(next);
  });
  if (config.redisUrl !== null) pages.use('/queues', queueBoard(app));
  const server = createServer(pages);
  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen(config.opsPort, '127.0.0.1', resolve),
  );
  return () => close(server);
}

/** A page elsewhere must not reach these through a name that it points at 127.0.0.1. */
function onlyLocalNames(request: Request, response: Response, next: NextFunction): void {
  if (/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? '')) next();
  else response.status(421).end();
}

function queueBoard(app: INestApplicationContext): express.Router {
  const adapter = new ExpressAdapter();
  adapter.setBasePath('/queues');
  const queues = [DISPATCH_QUEUE, URGENT_QUEUE].map(
    (name) => new BullAdapter(app.get<Queue>(getQueueToken(name)), { readOnlyMode: true }),
  );
  createBullBoard({ queues, serverAdapter: adapter });
  return adapter.getRouter() as express.Router;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
