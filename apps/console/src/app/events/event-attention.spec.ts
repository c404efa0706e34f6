import { wantsOf } from './event-attention';

const NOTHING = { sending: 3, paused: 0, failed: 0, unconfirmed: 0, guestsWithoutAddress: 0 };

describe('what an event wants', () => {
  it.each([
    ['nothing while all goes well', NOTHING, []],
    ['nothing of a viewer', null, []],
    ['a guest by one', { ...NOTHING, guestsWithoutAddress: 1 }, ['1 guest without an address']],
    [
      'what is stopped before what is only missing',
      { ...NOTHING, guestsWithoutAddress: 2, failed: 1, unconfirmed: 1200, paused: 1 },
      ['1 message paused', '1,200 unconfirmed', '1 message failed', '2 guests without an address'],
    ],
  ])('%s', (_name, attention, words) => {
    expect(wantsOf(attention).map((want) => want.words)).toEqual(words);
  });
});
