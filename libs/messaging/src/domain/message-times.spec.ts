import { findTimesFault, isExpiredAt } from './message-times';

const now = new Date('2027-05-01T12:00:00Z');
const inSeconds = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);

describe('the times of a message', () => {
  it.each<[string, number | null, number | null, boolean, boolean, string | null]>([
    // name, sendAt, expiresAt, needs sendAt, is new
    ['a draft without times', null, null, false, false, null],
    ['planned without a time', null, null, true, false, 'REQUIRED'],
    ['planned in an hour', 3600, null, true, true, null],
    ['a slow click', -29, null, true, true, null],
    ['ten minutes ago', -600, null, true, true, 'SEND_AT_IN_PAST'],
    ['an old time that was not touched', -600, null, true, false, null],
    ['expires before it is sent', 3600, 1800, true, true, 'EXPIRES_TOO_EARLY'],
    ['expires when it is sent', 3600, 3600, true, true, 'EXPIRES_TOO_EARLY'],
    ['expires later', 3600, 3601, true, true, null],
    ['sent now, expired already', null, -1, false, false, 'EXPIRES_TOO_EARLY'],
  ])('%s', (_name, sendAt, expiresAt, needsSendAt, isNewSendAt, expected) => {
    const times = {
      sendAt: sendAt === null ? null : inSeconds(sendAt),
      expiresAt: expiresAt === null ? null : inSeconds(expiresAt),
    };
    expect(findTimesFault(times, { now, needsSendAt, isNewSendAt })?.code ?? null).toBe(expected);
  });

  it('lets a thank-you leave after the event', () => {
    expect(isExpiredAt(now, { expiresAt: null }, inSeconds(-3600))).toBe(false);
  });

  it('does not send what expired', () => {
    expect(isExpiredAt(now, { expiresAt: inSeconds(0) }, inSeconds(3600))).toBe(true);
  });
});
