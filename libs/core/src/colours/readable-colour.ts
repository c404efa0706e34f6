/** WCAG 2.2, success criterion 1.4.3: normal text against its background. */
const READABLE = 4.5;
const STEPS = 20;

type Rgb = readonly [number, number, number];

/** What an event without a colour of its own gets: a quiet dark green-blue. */
export const DEFAULT_ACCENT = '#12464d';

/** A colour somebody chose, in lower case; anything but `#rrggbb` becomes the default. */
export function accentOrDefault(accent: string | null | undefined): string {
  return accent && /^#[0-9a-f]{6}$/i.test(accent) ? accent.toLowerCase() : DEFAULT_ACCENT;
}

/** The contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it. Colours are `#rrggbb`. */
export function contrast(left: string, right: string): number {
  const [a, b] = [luminance(rgb(left)), luminance(rgb(right))];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** The colour, mixed with another one as far as it takes to be read on a page (4.5:1). */
export function readableOn(page: string, colour: string, towards: string): string {
  const [from, to] = [rgb(colour), rgb(towards)];
  for (let step = 0; step < STEPS; step++) {
    const mixed = hex(from.map((part, i) => Math.round(part + ((to[i]! - part) * step) / STEPS)));
    if (contrast(mixed, page) >= READABLE) return mixed;
  }
  return towards;
}

function rgb(colour: string): Rgb {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

function hex(parts: readonly number[]): string {
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** Relative luminance by WCAG 2.2. */
function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
