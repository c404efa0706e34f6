import { providerWords, troubleWords } from './trouble-words';

it.each<[string, string | null, string | null, string | null]>([
  ['the mailbox does not exist (550)', '550', '550 5.1.1 no such user', null],
  ['the mailbox is full (552)', '552', '5.2.2 over quota', null],
  ['the mailbox is full (5.2.2)', '5.2.2', null, 'bounce:permanent'],
  ['blocked by the mail server (550)', '550', '5.7.1 refused', null],
  ['the mailbox was refused (550)', '550', 'go away', null],
  ['the mail domain does not exist (5.1.2)', '5.1.2', null, null],
  ['the address does not work (5.1.99)', '5.1.99', null, null],
  ['the provider could not be reached (ECONNREFUSED)', 'ECONNREFUSED', 'connect ECONNREFUSED', null],
  ["the provider's daily limit is used up (daily_quota_exceeded)", 'daily_quota_exceeded', 'no', null],
  ['the mailbox does not exist (General)', 'General', null, 'bounce:permanent'],
  ['blocked by the mail server', null, null, 'bounce:policy'],
  ['Recipient is strange (E42)', 'E42', 'Recipient is strange.', null],
  ['this number does not exist any more (30005)', '30005', 'Unknown destination handset', null],
  ['WhatsApp does not find this recipient (63003)', '63003', null, null],
  ['the guest told the provider to stop', null, null, 'failed:opted_out'],
  ['nobody said why (E42)', 'E42', null, null],
  ['nobody said why', null, ' ', null],
  ['nobody said why (constructor)', 'constructor', null, null],
])('%s', (words, code, error, reason) => {
  expect(troubleWords({ code, error, reason })).toBe(words);
});

it('names providers as people do', () => {
  expect([providerWords('resend'), providerWords('smtp'), providerWords('pigeon'), providerWords(null)]).toEqual([
    'Resend',
    'the mail server',
    'pigeon',
    'the provider',
  ]);
});
