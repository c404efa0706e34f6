import { accentOrDefault, contrast, DEFAULT_ACCENT, readableOn } from './readable-colour';

it.each([
  ['#000000', '#ffffff', 21],
  ['#ffffff', '#ffffff', 1],
  ['#767676', '#ffffff', 4.54],
])('%s on %s has contrast %d', (a, b, ratio) => {
  expect(contrast(a, b)).toBeCloseTo(ratio, 1);
  expect(contrast(b, a)).toBe(contrast(a, b));
});

it.each([
  ['#ffffff', '#ffff00', '#000000'],
  ['#ffffff', '#ffffff', '#000000'],
  ['#1b1d23', '#000000', '#ffffff'],
  ['#1b1d23', '#12464d', '#ffffff'],
])('on %s, %s becomes readable', (page, colour, towards) => {
  expect(contrast(readableOn(page, colour, towards), page)).toBeGreaterThanOrEqual(4.5);
});

it('keeps a colour that can be read already', () => {
  expect(readableOn('#ffffff', '#12464d', '#000000')).toBe('#12464d');
});

it.each([null, undefined, '', 'red', '#fff', '#12345g', '#ffffff;background:url(x)'])(
  '%s becomes the default',
  (accent) => {
    expect(accentOrDefault(accent)).toBe(DEFAULT_ACCENT);
  },
);
