import { computed, linkedSignal, resource, type Signal } from '@angular/core';
import { type Problem, problemOf } from './problem';

/** Something fetched: its last value stays while a newer one is on its way. */
export interface Loaded<T> {
  readonly value: Signal<T | undefined>;
  readonly problem: Signal<Problem | null>;
  readonly isLoading: Signal<boolean>;
  reload(): void;
  /** Puts a value in place that is known without asking, for example the answer to a change. */
  set(value: T): void;
}

/**
 * Fetches whenever the parameters change; an older answer never overwrites a newer one. Needs an injection context.
 *
 * @param params reads signals; undefined: nothing to fetch yet
 */
export function loaded<P extends {}, T>(
  params: () => P | undefined,
  load: (params: P, signal: AbortSignal) => Promise<T>,
): Loaded<T> {
  // the same question in a new object is not asked again
  const asked = computed(params, { equal: (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b) });
  const source = resource({
    params: asked,
    loader: ({ params: given, abortSignal }) => load(given, abortSignal),
  });
  const fresh = computed(() => (source.hasValue() ? source.value() : undefined));
  const value = linkedSignal<T | undefined, T | undefined>({
    source: fresh,
    computation: (now, previous) => now ?? previous?.value,
  });
  return {
    value: value.asReadonly(),
    problem: computed(() => (source.status() === 'error' ? problemOf(unwrap(source.error())) : null)),
    isLoading: computed(() => source.isLoading()),
    reload: () => void source.reload(),
    set: (next) => value.set(next),
  };
}

/** A resource wraps what is not an Error; the cause is what was thrown. */
function unwrap(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? error.cause : error;
}
