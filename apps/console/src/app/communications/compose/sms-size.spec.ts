import { smsSize } from './sms-size';

describe('smsSize', () => {
  it.each([
    ['', 0, 0, null],
    ['Hello', 5, 1, null],
    ['a'.repeat(160), 160, 1, null],
    ['a'.repeat(161), 161, 2, null],
    ['€'.repeat(81), 162, 2, null],
    ['See you – soon', 14, 1, '–'],
    ['ẹ'.repeat(71), 71, 2, 'ẹ'],
    ['😀', 2, 1, '😀'],
  ])('%j', (text, characters, segments, expensive) => {
    expect(smsSize(text)).toMatchObject({ characters, segments, expensive });
  });
});
