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
  /** The same after what runs already: for choices that show at once that they are made, of which none may be dropped. */
  runNext(work: () => Promise<unknown>, done?: string): Promise<boolean>;
  clear(): void;
}

/** Needs an injection context. */
export function act(): Act {
  const announcer = inject(Announcer);
  const isBusy = signal(false);
  const problem = signal<Problem | null>(null);
  let running: Promise<boolean> | null = null;
  const attempt = async (work: () => Promise<unknown>, done?: string): Promise<boolean> => {
    isBusy.set(true);
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
  };
  const start = (work: () => Promise<unknown>, done?: string): Promise<boolean> => {
    const mine = attempt(work, done);
    running = mine;
    void mine.then(() => (running = null));
    return mine;
  };
  return {
    isBusy: isBusy.asReadonly(),
    problem: problem.asReadonly(),
    clear: () => problem.set(null),
    async run(work, done) {
      if (running !== null) return false;
      problem.set(null);
      return start(work, done);
    },
    async runNext(work, done) {
      // what went wrong with the one before is still to be read
      if (running === null) problem.set(null);
      while (running !== null) await running;
      return start(work, done);
    },
  };
}
