/** What an event without a colour of its own gets: a quiet dark green-blue. */
export const DEFAULT_ACCENT = '#12464d';

const WHITE = '#ffffff';
const INK = '#16181d';
/** WCAG 2.2, success criterion 1.4.3: normal text against its background. */
const MIN_CONTRAST = 4.5;

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
  const chosen = accent && /^#[0-9a-f]{6}$/i.test(accent) ? accent.toLowerCase() : DEFAULT_ACCENT;
  return {
    accent: chosen,
    onAccent: contrast(chosen, WHITE) >= contrast(chosen, INK) ? WHITE : INK,
    link: towards(chosen, [0, 0, 0], (colour) => contrast(colour, lightPage) >= MIN_CONTRAST),
    linkOnDark: towards(chosen, [255, 255, 255], (colour) => contrast(colour, darkPage) >= MIN_CONTRAST),
  };
}

/** The contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it. */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Mixes a colour step by step with another until it is good enough. */
function towards(colour: string, target: Rgb, isGood: (colour: string) => boolean): string {
  const from = rgb(colour);
  for (let step = 0; step < 20; step++) {
    const mixed = hex(from.map((channel, i) => Math.round(channel + ((target[i]! - channel) * step) / 20)) as Rgb);
    if (isGood(mixed)) return mixed;
  }
  return hex(target);
}

type Rgb = [number, number, number];

function rgb(colour: string): Rgb {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)) as Rgb;
}

function hex(colour: Rgb): string {
  return `#${colour.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

function luminance(colour: string): number {
  const [r, g, b] = rgb(colour).map((channel) => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
