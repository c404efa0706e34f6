import { afterCrash } from './restarts';

describe('afterCrash', () => {
  it('doubles the delay with every fast crash and gives up at the fifth', () => {
    const delays: (number | 'gives up')[] = [];
    let fastCrashes = 0;
    for (;;) {
      const decision = afterCrash(50, fastCrashes);
      delays.push(decision.again ? decision.delayMs : 'gives up');
      if (!decision.again) break;
      fastCrashes = decision.fastCrashes;
    }
    expect(delays).toEqual([300, 600, 1200, 2400, 'gives up']);
  });

  it('begins to count anew after a child that lived a while', () => {
    expect(afterCrash(60_000, 4)).toEqual({ again: true, delayMs: 300, fastCrashes: 0 });
  });
});
