/** Colours of a page in one scheme, each pair readable (WCAG 2.2 AA, 4.5:1). */
export interface Accent {
  /** Of buttons and bands. */
  readonly fill: string;
  /** Of text on `fill`. */
  readonly onFill: string;
  /** Of links and headings on the page. */
  readonly text: string;
}

const DEFAULT_ACCENT = '#12464d';
export const LIGHT_PAGE = '#ffffff';
export const DARK_PAGE = '#1b1d23';
const READABLE = 4.5;

type Rgb = readonly [number, number, number];

/**
 * What an organizer's colour becomes on a light and on a dark page.
 *
 * @param accent `#rrggbb`, or null for ours
 */
export function accentFor(accent: string | null): { readonly light: Accent; readonly dark: Accent } {
  const fill = accent !== null && /^#[0-9a-f]{6}$/i.test(accent) ? accent.toLowerCase() : DEFAULT_ACCENT;
  const onFill = contrast(fill, '#ffffff') >= contrast(fill, '#000000') ? '#ffffff' : '#000000';
  return {
    light: { fill, onFill, text: readable(fill, LIGHT_PAGE, '#000000') },
    dark: { fill, onFill, text: readable(fill, DARK_PAGE, '#ffffff') },
  };
}

/** Contrast of two colours by WCAG 2.2, from 1 to 21. */
export function contrast(left: string, right: string): number {
  const [a, b] = [luminance(rgb(left)), luminance(rgb(right))];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** The colour, moved towards another one as far as it takes to be read on a page. */
function readable(colour: string, page: string, towards: string): string {
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = mix(rgb(colour), rgb(towards), share);
    if (contrast(mixed, page) >= READABLE) return mixed;
  }
  return towards;
}

function mix(from: Rgb, to: Rgb, share: number): string {
  return `#${from
    .map((part, i) =>
      Math.round(part + ((to[i] ?? 0) - part) * share)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

function rgb(colour: string): Rgb {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** Relative luminance by WCAG 2.2. */
function luminance(parts: Rgb): number {
  const [red, green, blue] = parts.map((part) =>
    part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
  ) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
