import { messageWarnings } from './message-warnings';

const at = (hour: number): Date => new Date(Date.UTC(2027, 4, 1, hour));

describe('warnings', () => {
  it.each<[string, Date | null, Date, boolean, string[]]>([
    ['nothing to say', at(10), at(12), true, []],
    ['nobody there today', at(10), at(12), false, ['EMPTY_AUDIENCE']],
    ['expires first', at(12), at(12), true, ['EXPIRES_BEFORE_SEND']],
    ['a draft without a time', null, at(12), true, []],
  ])('%s', (_name, sendAt, expiresAt, hasRecipients, codes) => {
    expect(messageWarnings({ sendAt, expiresAt }, hasRecipients).map(({ code }) => code)).toEqual(codes);
  });
});
