import { restOf } from './answers';

describe('restOf', () => {
  it.each([
    ['No: suppressed, her mailbox bounced on 3 Nov.', 'Suppressed, her mailbox bounced on 3 Nov.'],
    ['Not yet: scheduled for Tue 1 Dec 09:00.', 'Scheduled for Tue 1 Dec 09:00.'],
    ['Yes, delivered 09:02.', 'Delivered 09:02.'],
    ['Nobody knows.', 'Nobody knows.'],
    ['No: no e-mail address', 'No e-mail address.'],
  ])('%s', (sentence, rest) => {
    expect(restOf(sentence)).toBe(rest);
  });
});
