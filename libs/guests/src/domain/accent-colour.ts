import { accentOrDefault, contrast, readableOn } from '@beckon/core';

/** Colours of a page in one scheme, each pair readable (WCAG 2.2 AA, 4.5:1). */
export interface Accent {
  /** Of buttons and bands. */
  readonly fill: string;
  /** Of text on `fill`. */
  readonly onFill: string;
  /** Of links and headings on the page. */
  readonly text: string;
}

export const LIGHT_PAGE = '#ffffff';
export const DARK_PAGE = '#1b1d23';

/**
 * What an organizer's colour becomes on a light and on a dark page.
 *
 * @param accent `#rrggbb`, or null for ours
 */
export function accentFor(accent: string | null): { readonly light: Accent; readonly dark: Accent } {
  const fill = accentOrDefault(accent);
  const onFill = contrast(fill, '#ffffff') >= contrast(fill, '#000000') ? '#ffffff' : '#000000';
  return {
    light: { fill, onFill, text: readableOn(LIGHT_PAGE, fill, '#000000') },
    dark: { fill, onFill, text: readableOn(DARK_PAGE, fill, '#ffffff') },
  };
}
