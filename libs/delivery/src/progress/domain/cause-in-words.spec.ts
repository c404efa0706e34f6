import type { DeliveryStatus } from '../../domain/delivery-state';
import { causeInWords } from './cause-in-words';

it.each<[string, DeliveryStatus, string | null, string | null]>([
  [
    'The WhatsApp sender has reached its limit. Sending rests for a while and goes on by itself.',
    'failed',
    'failed:policy',
    '63018',
  ],
  ['The provider refused it because of the sender.', 'failed', 'failed:policy', '99999'],
  ['The mailbox was full or could not be reached.', 'bounced', 'bounce:transient', '5.2.2'],
  ['It came back.', 'bounced', null, null],
  ['The receiving mail server refused it (550).', 'failed', null, '550'],
  ['The receiving mail server kept putting it off (451); six attempts.', 'failed', null, '451'],
  ['This number does not exist any more. Ask the guest for another one.', 'failed', null, '30005'],
  ['The provider refused it (99999).', 'failed', null, '99999'],
  ['The provider did not take it.', 'failed', null, null],
  ['There is no address for this channel.', 'skipped', 'no_address', null],
  ['WhatsApp delivers no marketing templates to numbers of the United States.', 'skipped', 'not_reachable_us', null],
  [
    'The guest has not written over WhatsApp within 24 hours; only an approved template may go there.',
    'skipped',
    'outside_window',
    null,
  ],
  ['Left out.', 'skipped', 'something_new', null],
])('%s', (words, status, reason, errorCode) => {
  expect(causeInWords(status, reason, errorCode)).toBe(words);
});
