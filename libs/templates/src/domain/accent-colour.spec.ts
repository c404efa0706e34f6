import { contrast } from '@beckon/core';
import { accentColours } from './accent-colour';
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
