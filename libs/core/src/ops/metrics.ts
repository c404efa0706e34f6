import type { IncomingMessage, ServerResponse } from 'node:http';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { routeOf } from '../logging/logging.module';

/** Everything this process measures, in Prometheus text under `/metrics` of the operator's port. */
export const metrics = new Registry();

collectDefaultMetrics({ register: metrics });

const requestSeconds = new Histogram({
  name: 'beckon_http_request_duration_seconds',
  help: 'Time to answer, by route template',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
  registers: [metrics],
});

/** Express middleware that times every request. Labels are templates, never addresses. */
export function timeRequests(request: IncomingMessage, response: ServerResponse, next: () => void): void {
  const stop = requestSeconds.startTimer();
  response.on('finish', () =>
    stop({ method: request.method ?? '', route: routeOf(request), status: response.statusCode }),
  );
  next();
}
