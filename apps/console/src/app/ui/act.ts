import { inject, signal, type Signal } from '@angular/core';
import { type Problem, problemOf } from '../api/problem';
import { Announcer } from './announcer';

/** One thing at a time that changes something: whether it runs, and what went wrong the last time. */
export interface Act {
  readonly isBusy: Signal<boolean>;
  readonly problem: Signal<Problem | null>;
  /**
   * Runs unless something runs already.
   *
   * @param done said to screen readers when it worked
   * @returns whether it worked
   */
  run(work: () => Promise<unknown>, done?: string): Promise<boolean>;
  clear(): void;
}

/** Needs an injection context. */
export function act(): Act {
  const announcer = inject(Announcer);
  const isBusy = signal(false);
  const problem = signal<Problem | null>(null);
  return {
    isBusy: isBusy.asReadonly(),
    problem: problem.asReadonly(),
    clear: () => problem.set(null),
    async run(work, done) {
      if (isBusy()) return false;
      isBusy.set(true);
      problem.set(null);
      try {
        await work();
        if (done) announcer.say(done);
        return true;
      } catch (error) {
        problem.set(problemOf(error));
        return false;
      } finally {
        isBusy.set(false);
      }
    },
  };
}
