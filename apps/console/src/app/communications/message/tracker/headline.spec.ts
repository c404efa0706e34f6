import { headline } from './headline';

const none = {
  queued: 0,
  sending: 0,
  sent: 0,
  delivered: 0,
  failed: 0,
  suppressed: 0,
  skipped: 0,
  cancelled: 0,
  unknown: 0,
};

describe('headline', () => {
  it.each([
    [
      'sending',
      { sent: 171, delivered: 702, sending: 12, queued: 318, failed: 9, unknown: 7, suppressed: 21 },
      880,
      'of 1,219 have left',
    ],
    ['sent', { delivered: 3, suppressed: 2 }, 3, 'guests were sent this'],
    ['sent', { delivered: 1, failed: 1 }, 1, 'of 2 guests were sent this'],
    ['sent', { suppressed: 2 }, 0, 'have left: nobody was to get it'],
    ['cancelled', { sent: 87, cancelled: 126 }, 87, 'have left; 126 were stopped'],
    ['paused', { sent: 3, queued: 2 }, 3, 'of 5 have left'],
    ['paused', { sent: 3, failed: 2 }, 3, 'of 5 have left, and nothing waits any more'],
    ['cancelled', { cancelled: 1 }, 0, 'have left; 1 was stopped'],
  ])('%s %j', (status, counts, left, words) => {
    expect(headline({ status, counts: { ...none, ...counts } })).toMatchObject({ left, words });
  });
});
