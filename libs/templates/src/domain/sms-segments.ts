/** GSM 03.38 basic character set, without the escape character. One septet each. */
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** The extension table: escape character plus one, two septets that stay together. */
const EXTENDED = new Set('\f^{}\\[~]|€');

export interface SmsSize {
  readonly encoding: 'GSM-7' | 'UCS-2';
  /** Septets of GSM-7, code units of UCS-2. */
  readonly units: number;
  /** How many text messages it is charged as; 0 for an empty text. */
  readonly segments: number;
  /** The first character that the cheap encoding does not have: it alone makes the whole text expensive. Null where none does. */
  readonly expensive: string | null;
}

/**
 * How an SMS is cut: 160 septets alone or 153 in each part (3GPP TS 23.038 and 23.040), with any other character 70 code units
 * alone or 67 in each part. What belongs together (an escaped character, a surrogate pair) is never split over two parts.
 */
export function measureSms(text: string): SmsSize {
  const characters = Array.from(text);
  const expensive = characters.find((character) => !BASIC.has(character) && !EXTENDED.has(character)) ?? null;
  const isGsm = expensive === null;
  const sizes = characters.map((character) => (isGsm ? (EXTENDED.has(character) ? 2 : 1) : character.length));
  const units = sizes.reduce((sum, size) => sum + size, 0);
  const [alone, inParts] = isGsm ? [160, 153] : [70, 67];
  return {
    encoding: isGsm ? 'GSM-7' : 'UCS-2',
    units,
    segments: units <= alone ? Math.min(units, 1) : fill(sizes, inParts),
    expensive,
  };
}

function fill(sizes: readonly number[], room: number): number {
  let segments = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > room) {
      segments++;
      used = 0;
    }
    used += size;
  }
  return segments;
}
