import { Wire } from './wire';

describe('Wire', () => {
  it('counts what is on it and keeps a share free for urgent messages', () => {
    const wire = new Wire(20);
    expect([wire.free(false), wire.free(true)]).toEqual([18, 20]);
    for (let i = 0; i < 18; i++) wire.start();
    expect([wire.free(false), wire.free(true)]).toEqual([0, 2]);
  });

  it('wakes who waits as soon as enough sends have ended', async () => {
    const wire = new Wire(4);
    for (let i = 0; i < 4; i++) wire.start();
    let isAwake = false;
    const waiting = wire.whenFree(2, true).then(() => (isAwake = true));
    wire.end();
    await Promise.resolve();
    await Promise.resolve();
    expect(isAwake).toBe(false);
    wire.end();
    await waiting;
    expect(isAwake).toBe(true);
  });

  it('never makes anybody wait for more than there is', async () => {
    const wire = new Wire(2);
    await expect(wire.whenFree(10, false)).resolves.toBeUndefined();
  });
});
