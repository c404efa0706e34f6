import { accentOrDefault, contrast, readableOn } from '@beckon/core';

const WHITE = '#ffffff';
const INK = '#16181d';

export interface AccentColours {
  /** The colour as chosen. */
  readonly accent: string;
  /** Text on the accent. */
  readonly onAccent: string;
  /** The accent made dark enough to be read on the light page. */
  readonly link: string;
  /** The accent made light enough to be read on a dark page. */
  readonly linkOnDark: string;
}

/**
 * The colours of one message.
 *
 * @param accent `#rrggbb`; anything else is answered with the default
 * @param lightPage the darkest of the light backgrounds that links stand on
 * @param darkPage the lightest background that links stand on in a dark mail program
 */
export function accentColours(accent: string | null | undefined, lightPage: string, darkPage: string): AccentColours {
  const chosen = accentOrDefault(accent);
  return {
    accent: chosen,
    onAccent: contrast(chosen, WHITE) >= contrast(chosen, INK) ? WHITE : INK,
    link: readableOn(lightPage, chosen, '#000000'),
    linkOnDark: readableOn(darkPage, chosen, '#ffffff'),
  };
}
