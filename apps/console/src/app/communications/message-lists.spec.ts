import type { MessageDto } from '../api/generated/models';
import { audienceWords, isSkipped, reasonWords, scheduledOrder } from './message-lists';

const message = (part: Partial<MessageDto>): MessageDto =>
  ({
    kind: 'broadcast',
    status: 'draft',
    statusReason: null,
    sendAt: null,
    updatedAt: '2026-11-22T10:00:00Z',
    ...part,
  }) as MessageDto;

it('shows drafts first, the newest on top, then what leaves next', () => {
  const ids = scheduledOrder([
    message({ id: 'late', status: 'scheduled', sendAt: '2026-12-03T09:00:00Z' }),
    message({ id: 'old draft', updatedAt: '2026-11-20T10:00:00Z' }),
    message({ id: 'soon', status: 'scheduled', sendAt: '2026-12-01T09:00:00Z' }),
    message({ id: 'new draft' }),
  ]).map(({ id }) => id);
  expect(ids).toEqual(['new draft', 'old draft', 'soon', 'late']);
});

it.each([
  [{ kind: 'reminder_7d', status: 'cancelled', statusReason: 'past' }, true],
  [{ kind: 'reminder_7d', status: 'cancelled', statusReason: 'by_person' }, false],
  [{ kind: 'broadcast', status: 'cancelled', statusReason: 'past' }, false],
  [{ kind: 'reminder_7d', status: 'scheduled', statusReason: null }, false],
] as const)('%j is skipped: %s', (part, expected) => {
  expect(isSkipped(message(part))).toBe(expected);
});

it('says in words why something waits', () => {
  expect(reasonWords(message({ status: 'scheduled', statusReason: 'quota_exceeded' }))).toBe(
    'waits for tomorrow’s quota',
  );
  expect(reasonWords(message({ status: 'cancelled', statusReason: 'event_cancelled' }))).toBe(
    'the event was cancelled',
  );
  expect(reasonWords(message({ status: 'sent' }))).toBe('');
});

it('names the segment, never its id', () => {
  const segments = new Map([['s1', 'Flying in']]);
  expect(audienceWords(message({ audience: 'segment', segmentId: 's1' }), segments)).toBe('Segment: Flying in');
  expect(audienceWords(message({ audience: 'segment', segmentId: 's2' }), segments)).toBe('A segment');
  expect(audienceWords(message({ audience: 'pending' }), segments)).toBe('Not answered');
});
