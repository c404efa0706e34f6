import { computed, linkedSignal, resource, signal, type Signal, untracked } from '@angular/core';
import { type Problem, problemOf } from './problem';

/** Something fetched: its last value stays while a newer one is on its way. */
export interface Loaded<T> {
  readonly value: Signal<T | undefined>;
  readonly problem: Signal<Problem | null>;
  readonly isLoading: Signal<boolean>;
  /** Asks again. What was asked before and is still on its way counts no more: it may be older than what one has just changed. */
  reload(): void;
  /** Puts a value in place that is known without asking, for example the answer to a change; what is on its way is older. */
  set(value: T): void;
}

/** What an answer belongs to: the answer about one thing is not shown as an older state of another. */
export interface LoadedOptions {
  readonly owner: () => string | undefined;
}

/**
 * Fetches whenever the parameters change; an older answer never overwrites a newer one. Needs an injection context.
 *
 * @param params reads signals; undefined: nothing to fetch yet
 * @param options `owner`: what the answer belongs to, where the same page can show another one (an event, a message); without
 * it the last value stays whatever is asked, which is right for the filters and pages of one list
 */
export function loaded<P extends {}, T>(
  params: () => P | undefined,
  load: (params: P, signal: AbortSignal) => Promise<T>,
  { owner }: LoadedOptions = { owner: () => undefined },
): Loaded<T> {
  // the same question in a new object is not asked again
  const asked = computed(params, { equal: (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b) });
  // part of the question: a resource does not ask anew while an answer is on its way
  const times = signal(0);
  const source = resource({
    params: () => {
      const question = { given: asked(), time: times() };
      return question.given === undefined ? undefined : { ...question, given: question.given };
    },
    loader: ({ params: { given }, abortSignal }) => load(given, abortSignal),
  });
  const fresh = computed<Owned<T>>(
    () => ({ owner: owner(), value: source.hasValue() ? source.value() : undefined }),
    // asking again must not bring back what `set` has replaced meanwhile
    { equal: (one, other) => one.owner === other.owner && one.value === other.value },
  );
  const value = linkedSignal<Owned<T>, T | undefined>({
    source: fresh,
    computation: (now, previous) => now.value ?? (previous?.source.owner === now.owner ? previous?.value : undefined),
  });
  return {
    value: value.asReadonly(),
    problem: computed(() => (source.status() === 'error' ? problemOf(unwrap(source.error())) : null)),
    isLoading: computed(() => source.isLoading()),
    reload: () => {
      if (source.reload()) return;
      // it is on its way already: the value before is looked at while it is there, so that it stays
      untracked(value);
      times.update((time) => time + 1);
    },
    set: (next) => source.set(next),
  };
}

interface Owned<T> {
  readonly owner: string | undefined;
  readonly value: T | undefined;
}

/** A resource wraps what is not an Error; the cause is what was thrown. */
function unwrap(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? error.cause : error;
}
