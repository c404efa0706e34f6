import type { RecipientCountDto } from '../../api/generated/models';
import { exclusionsOf } from './exclusions';

const counted = {
  count: 120,
  total: 130,
  excluded: { suppressed: 6, noAddress: 3, duplicate: 1 },
  suppressedBy: { unsubscribe: 3, bounce: 2, newer: 1 },
} as unknown as RecipientCountDto;

it('names what only WhatsApp has', () => {
  const excluded = { suppressed: 0, noAddress: 87, duplicate: 0, outsideWindow: 30, notReachableUs: 7 };
  expect(exclusionsOf({ ...counted, excluded, suppressedBy: {} }, 'whatsapp').map(({ count }) => count)).toEqual([
    87, 30, 7,
  ]);
});

it('names every reason and leaves nobody out', () => {
  const exclusions = exclusionsOf(counted, 'email');
  expect(exclusions.map(({ word, count }) => `${word} ${count}`)).toEqual([
    'Unsubscribed 3',
    'Address bounced 2',
    'Suppressed 1',
    'No e-mail address 3',
    'Shares an address 1',
  ]);
  expect(exclusions.reduce((sum, { count }) => sum + count, 0)).toBe(counted.total - counted.count);
});
