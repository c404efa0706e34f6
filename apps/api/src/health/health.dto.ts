/** The process is alive. */
export class LivenessDto {
  status: 'ok';
}

/** Everything the process needs answers. */
export class ReadinessDto {
  status: 'ready';
  /** `in-process`: there is no Redis; the worker finds due messages in PostgreSQL by itself. */
  queue: 'redis' | 'in-process';
}
