/**
 * What `work` comes to, or `fallback` when it takes longer than `ms`. A process that was held up itself, by a long computation or by
 * its machine, hears first what came meanwhile: it is not the others who were late then.
 *
 * @throws what `work` throws in time
 */
export function within<T, F>(work: Promise<T>, ms: number, fallback: F): Promise<T | F> {
  const late = new Promise<F>((resolve) => {
    setTimeout(() => setImmediate(() => resolve(fallback)), ms).unref();
  });
  return Promise.race([work, late]);
}
