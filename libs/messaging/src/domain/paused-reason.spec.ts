import type { MessageStatus } from './message-state';
import { type PauseDetail, pausedReasonOf } from './paused-reason';

const first: PauseDetail = { stage: 'first', failed: 12, of: 50, cause: '550 5.7.1 blocked' };
const last: PauseDetail = { stage: 'last', failed: 21, of: 200, cause: null };

describe('why a message is paused', () => {
  it.each<[MessageStatus, string | null, PauseDetail | null, RegExp | null]>([
    ['paused', 'by_person', null, /^Somebody paused it/],
    ['paused', 'protect', first, /12 of the first 50 failed, mostly with "550 5\.7\.1 blocked"\. Find out why/],
    ['paused', 'protect', last, /21 of the last 200 failed\. Find out why/],
    // a person paused it after it had been paused to protect them
    ['paused', 'by_person', first, /^Somebody paused it/],
    ['sending', null, first, null],
    ['cancelled', 'protect', first, null],
  ])('%s, %s', (status, statusReason, pauseDetail, words) => {
    const reason = pausedReasonOf({ status, statusReason, pauseDetail });
    if (words === null) expect(reason).toBeNull();
    else expect(reason).toMatch(words);
  });
});
