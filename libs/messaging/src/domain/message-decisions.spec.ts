import {
  decideCancel,
  decideEdit,
  decidePause,
  decideResume,
  decideSendAgain,
  decideSendNow,
  decideUndo,
  type Decision,
} from './message-decisions';
import { MESSAGE_STATUSES, type MessageStatus } from './message-state';

const now = new Date('2027-05-01T12:00:00Z');
const inSeconds = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);
const message = (status: MessageStatus, sendInSeconds: number | null = 3600, heldForSeconds: number | null = null) => ({
  status,
  sendAt: sendInSeconds === null ? null : inSeconds(sendInSeconds),
  heldUntil: heldForSeconds === null ? null : inSeconds(heldForSeconds),
});
const word = (decision: Decision): string => (decision.kind === 'refused' ? decision.refusal.code : decision.kind);

describe('what may be done with a message', () => {
  it.each<[MessageStatus, string, string, string, string, string, string]>([
    // status        edit                 send now             cancel          undo                 pause                resume
    ['draft', 'go', 'go', 'go', 'done', 'NOT_RUNNING', 'NOT_RUNNING'],
    ['scheduled', 'go', 'go', 'go', 'PAST_EDIT_WINDOW', 'NOT_RUNNING', 'NOT_RUNNING'],
    ['sending', 'PAST_EDIT_WINDOW', 'ALREADY_SENT', 'go', 'PAST_EDIT_WINDOW', 'go', 'done'],
    ['paused', 'PAST_EDIT_WINDOW', 'ALREADY_SENT', 'go', 'PAST_EDIT_WINDOW', 'done', 'go'],
    [
      'cancelling',
      'MESSAGE_CANCELLED',
      'MESSAGE_CANCELLED',
      'done',
      'MESSAGE_CANCELLED',
      'MESSAGE_CANCELLED',
      'MESSAGE_CANCELLED',
    ],
    [
      'cancelled',
      'MESSAGE_CANCELLED',
      'MESSAGE_CANCELLED',
      'done',
      'MESSAGE_CANCELLED',
      'MESSAGE_CANCELLED',
      'MESSAGE_CANCELLED',
    ],
    ['sent', 'PAST_EDIT_WINDOW', 'ALREADY_SENT', 'ALREADY_SENT', 'ALREADY_SENT', 'NOT_RUNNING', 'NOT_RUNNING'],
    ['failed', 'PAST_EDIT_WINDOW', 'ALREADY_SENT', 'ALREADY_SENT', 'ALREADY_SENT', 'NOT_RUNNING', 'NOT_RUNNING'],
    ['active', 'PAST_EDIT_WINDOW', 'ALREADY_SENT', 'ALREADY_SENT', 'PAST_EDIT_WINDOW', 'NOT_RUNNING', 'NOT_RUNNING'],
  ])('%s', (status, ...expected) => {
    const it = message(status);
    expect([
      word(decideEdit(it, now, 60)),
      word(decideSendNow(it)),
      word(decideCancel(it)),
      word(decideUndo(it, now)),
      word(decidePause(it)),
      word(decideResume(it)),
    ]).toEqual(expected);
  });

  it.each<[string, number | null, number | null, number, string]>([
    ['61 s ahead', 61, null, 60, 'go'],
    ['exactly the window ahead', 60, null, 60, 'PAST_EDIT_WINDOW'],
    ['59 s ahead', 59, null, 60, 'PAST_EDIT_WINDOW'],
    ['due and not claimed yet', -5, null, 60, 'PAST_EDIT_WINDOW'],
    ['no window, 1 s ahead', 1, null, 0, 'go'],
    ['held for 10 s more', 10, 10, 60, 'go'],
    ['the hold has just ended', 0, 0, 60, 'PAST_EDIT_WINDOW'],
  ])('editing a scheduled message %s', (_name, sendInSeconds, heldForSeconds, windowSeconds, expected) => {
    expect(word(decideEdit(message('scheduled', sendInSeconds, heldForSeconds), now, windowSeconds))).toBe(expected);
  });

  it.each<[string, number | null, string]>([
    ['held', 10, 'go'],
    ['no longer held', 0, 'PAST_EDIT_WINDOW'],
    ['never held', null, 'PAST_EDIT_WINDOW'],
  ])('undo of a scheduled message that is %s', (_name, heldForSeconds, expected) => {
    expect(word(decideUndo(message('scheduled', 10, heldForSeconds), now))).toBe(expected);
  });

  it('says what to do next in every refusal', () => {
    for (const status of MESSAGE_STATUSES) {
      for (const decision of [
        decideEdit(message(status, 1), now, 60),
        decideSendNow(message(status)),
        decideCancel(message(status)),
        decideUndo(message(status), now),
      ]) {
        if (decision.kind === 'refused' && 'detail' in decision.refusal)
          expect(decision.refusal.detail).toMatch(/^[A-Z].{20,}\.$/);
      }
    }
  });
});

describe('may some get it again, or at last', () => {
  const facts = { contentVersionId: 'frozen', expiresAt: inSeconds(60), isEventOver: false };
  it.each<[MessageStatus, Partial<typeof facts> | { contentVersionId: null }, string]>([
    ['sent', {}, 'go'],
    ['failed', {}, 'go'],
    ['sending', {}, 'go'],
    ['paused', {}, 'go'],
    ['draft', {}, 'NOT_RUNNING'],
    ['scheduled', {}, 'NOT_RUNNING'],
    ['active', {}, 'NOT_RUNNING'],
    ['cancelling', {}, 'MESSAGE_CANCELLED'],
    ['cancelled', {}, 'MESSAGE_CANCELLED'],
    ['failed', { contentVersionId: null }, 'NOT_RUNNING'],
    ['sent', { expiresAt: now }, 'MESSAGE_EXPIRED'],
    ['sent', { isEventOver: true }, 'MESSAGE_EXPIRED'],
  ])('%s %j: %s', (status, over, expected) => {
    expect(word(decideSendAgain(message(status), { ...facts, ...over }, now))).toBe(expected);
  });
});
