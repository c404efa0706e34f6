import type { MessageProgress } from './domain/summarize-progress';
import { WatchedMessage } from './watched-message';

const at = new Date('2027-06-01T12:00:00Z');

/** A message whose looks give these states, one after the other; the last one stays. */
function watched(...states: string[]): { message: WatchedMessage; looks: () => number } {
  let looks = 0;
  const message = new WatchedMessage(
    {
      read: () => Promise.resolve({ status: states[Math.min(looks++, states.length - 1)] } as MessageProgress),
      stillLetIn: (actors) => Promise.resolve(new Set(actors)),
      now: () => at,
      failed: () => undefined,
    },
    () => undefined,
  );
  return { message, looks: () => looks };
}

describe('where a watched message stands', () => {
  it('is looked up once for all who come while it moves', async () => {
    const { message, looks } = watched('sending');
    for (let n = 0; n < 3; n++) expect(await message.current()).toMatchObject({ status: 'sending' });
    expect(looks()).toBe(1);
  });

  it('is no end that was true a moment ago: somebody may have retried the failed since', async () => {
    const { message } = watched('sent', 'sending');
    expect(await message.current()).toMatchObject({ status: 'sent' });
    expect(await message.current()).toMatchObject({ status: 'sending' });
  });

  it('is no end that another one asked for before', async () => {
    const { message } = watched('sent', 'sending');
    const [first, second] = await Promise.all([message.current(), message.current()]);
    expect([first.status, second.status]).toEqual(['sent', 'sending']);
  });
});
