import { TestBed } from '@angular/core/testing';
import { act, type Act } from './act';

describe('something that changes something', () => {
  let change: Act;
  let ends: ((error?: Error) => void)[];
  const work = (): Promise<void> =>
    new Promise((resolve, reject) => ends.push((error) => (error === undefined ? resolve() : reject(error))));
  const pause = (): Promise<void> => new Promise((resume) => setTimeout(resume));
  beforeEach(() => {
    ends = [];
    change = TestBed.runInInjectionContext(() => act());
  });

  it('a second press does nothing while the first one runs', async () => {
    const first = change.run(work);
    expect(await change.run(work)).toBe(false);
    expect([ends.length, change.isBusy()]).toEqual([1, true]);
    ends[0]();
    expect(await first).toBe(true);
    expect(change.isBusy()).toBe(false);
    const second = change.run(work);
    ends[1]();
    expect(await second).toBe(true);
  });

  it('choices that are made quickly are all made, in order, and the problem of one stays to be read', async () => {
    const all = [change.runNext(work), change.runNext(work), change.runNext(work)];
    await pause();
    expect(ends.length).toBe(1);
    ends[0](new Error('refused'));
    await pause();
    expect(ends.length).toBe(2);
    ends[1]();
    await pause();
    ends[2]();
    expect(await Promise.all(all)).toEqual([false, true, true]);
    expect(change.problem()).not.toBeNull();
    expect(change.isBusy()).toBe(false);
  });

  it('work that fails at once does not stand in the way of the next', async () => {
    const fails = (): Promise<void> => {
      throw new Error('at once');
    };
    expect(await change.run(fails)).toBe(false);
    const next = change.run(work);
    ends[0]();
    expect(await next).toBe(true);
  });
});
