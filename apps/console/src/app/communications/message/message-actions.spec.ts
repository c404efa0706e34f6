import type { MessageDto } from '../../api/generated/models';
import { messageActions } from './message-actions';

const now = new Date('2026-11-22T10:00:00Z');
const message = (status: string, heldUntil: string | null = null, total = 0): MessageDto =>
  ({ status, heldUntil, counts: { total } }) as MessageDto;

describe('messageActions', () => {
  it.each([
    ['a draft', message('draft'), ['canEdit', 'canSendNow', 'canCancel']],
    ['one that waits', message('scheduled'), ['canEdit', 'canSendNow', 'canCancel']],
    ['one that is held', message('scheduled', '2026-11-22T10:00:05Z'), ['canUndo', 'hasProgress']],
    ['one whose hold is over', message('scheduled', '2026-11-22T09:59:59Z'), ['canEdit', 'canSendNow', 'canCancel']],
    ['one that runs', message('sending'), ['canPause', 'canStop', 'hasProgress']],
    ['one that is paused', message('paused'), ['canResume', 'canStop', 'hasProgress']],
    ['one that was sent', message('sent'), ['hasProgress']],
    ['one that was cancelled in time', message('cancelled'), []],
    ['one that was stopped half-way', message('cancelled', null, 5), ['hasProgress']],
  ])('%s', (_what, subject, can) => {
    const actions = messageActions(subject, now);
    expect(
      Object.entries(actions)
        .filter(([, is]) => is)
        .map(([name]) => name)
        .sort(),
    ).toEqual([...can].sort());
  });
});
