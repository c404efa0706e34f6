import { RateWindow } from './rate-window';

describe('RateWindow', () => {
  it('starts carefully, until the provider has said what it takes', () => {
    const window = new RateWindow(2);
    expect(window.room(0).sends).toBe(2);
    window.started();
    window.started();
    expect(window.room(0)).toEqual({ sends: 0, againInMs: 50 });
    window.ended({ limit: 10, remaining: 8, resetInMs: 700 }, 100);
    expect(window.room(100).sends).toBe(7);
  });

  it('waits for the next window when this one is used up, and then takes a whole one', () => {
    const window = new RateWindow(2);
    window.started();
    window.ended({ limit: 5, remaining: 0, resetInMs: 800 }, 1000);
    expect(window.room(1200)).toEqual({ sends: 0, againInMs: 600 });
    expect(window.room(1800).sends).toBe(5);
  });

  it('counts what is still on its way', () => {
    const window = new RateWindow(2);
    for (let n = 0; n < 4; n++) window.started();
    window.ended({ limit: 5, remaining: 4, resetInMs: 800 }, 0);
    expect(window.room(0).sends).toBe(1);
  });

  it('knows no limit where the provider names none', () => {
    const window = new RateWindow(2);
    window.started();
    window.ended({ limit: null, remaining: null, resetInMs: null }, 0);
    expect(window.room(0).sends).toBe(Infinity);
  });

  it('takes nothing while it is held, and the longer hold counts', () => {
    const window = new RateWindow(2);
    window.hold(5000, 0);
    window.hold(1000, 0);
    expect(window.room(4000)).toEqual({ sends: 0, againInMs: 1000 });
    expect(window.room(5000).sends).toBe(2);
  });

  it('learns nothing from a send without an answer', () => {
    const window = new RateWindow(2);
    window.started();
    window.ended(null, 0);
    expect(window.room(0).sends).toBe(2);
  });
});
