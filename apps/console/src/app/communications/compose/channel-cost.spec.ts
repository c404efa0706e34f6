import { limitSentence, smsCostSentence } from './channel-cost';

describe('smsCostSentence', () => {
  it.each([
    [1, 125, 'One SMS a guest, 125 guests: about 125 SMS. Each is paid for.'],
    [3, 1, '3 SMS parts a guest, 1 guest: about 3 SMS. Each is paid for.'],
    [2, 12_400, '2 SMS parts a guest, 12,400 guests: about 24,800 SMS. Each is paid for.'],
    [2, null, '2 SMS parts a guest.'],
  ])('%s parts, %s guests', (parts, guests, expected) => {
    expect(smsCostSentence(parts, guests)).toBe(expected);
  });
});

describe('limitSentence', () => {
  it.each<[number | null, number | null, number | null, boolean | null, RegExp]>([
    [null, null, 500, null, /^$/],
    [250, 250, 100, false, /250 people within 24 hours; 250 are left\.$/],
    [250, 100, 100, false, /100 are left\.$/],
    [
      250,
      100,
      300,
      true,
      /^Up to 200 of these 300 guests get it later, tomorrow: .*250 people within 24 hours, and 100 are left\./,
    ],
    [250, 0, 1000, true, /^Up to 1,000 of these 1,000 guests get it later, over the next 4 days: .* and 0 are left\./],
    [250, 10, null, false, /10 are left/],
  ])('limit %s, left %s, guests %s', (limit, remaining, guests, isOver, words) => {
    const found = limitSentence({ limit, remaining }, guests);
    expect(found?.isOver ?? null).toBe(isOver);
    expect(found?.sentence ?? '').toMatch(words);
  });
});
