import { accentColours, contrast, DEFAULT_ACCENT } from './accent-colour';
import { DARK_CARD, LIGHT_PAGE } from './email-layout';

it.each(['#000000', '#ffffff', '#ffff00', '#d9480f', '#2f5d8a', '#00ff00', '#808080', '#ff00ff', '#111317'])(
  'everything in %s can be read',
  (accent) => {
    const colours = accentColours(accent, LIGHT_PAGE, DARK_CARD);
    expect(colours.accent).toBe(accent);
    expect(contrast(colours.onAccent, colours.accent)).toBeGreaterThanOrEqual(4.2);
    expect(contrast(colours.link, LIGHT_PAGE)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours.linkOnDark, DARK_CARD)).toBeGreaterThanOrEqual(4.5);
  },
);

it.each([null, undefined, '', 'red', '#fff', '#12345g', '#ffffff;background:url(x)'])(
  '%s becomes the default',
  (accent) => {
    expect(accentColours(accent, LIGHT_PAGE, DARK_CARD).accent).toBe(DEFAULT_ACCENT);
  },
);

it.each([
  ['#000000', '#ffffff', 21],
  ['#ffffff', '#ffffff', 1],
  ['#767676', '#ffffff', 4.54],
])('%s on %s has contrast %d', (a, b, ratio) => {
  expect(contrast(a, b)).toBeCloseTo(ratio, 1);
});
