const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const EXTENDED = new Set('\f^{}\\[~]|€');

/** How long an SMS is, and what makes it so. */
export interface SmsSize {
  readonly characters: number;
  /** How many fit into one text message of this kind. */
  readonly room: number;
  /** Text messages that one guest costs; 0 for an empty text. */
  readonly segments: number;
  /** The first character that needs the wide alphabet: it more than halves what fits. Null when none does. */
  readonly expensive: string | null;
}

/**
 * Counts as the phone networks do: 160 characters of the GSM alphabet alone or 153 in each part, with any other character 70
 * alone or 67 in each part (3GPP TS 23.038 and 23.040).
 */
export function smsSize(text: string): SmsSize {
  const characters = Array.from(text);
  const expensive = characters.find((character) => !BASIC.has(character) && !EXTENDED.has(character)) ?? null;
  const sizes = characters.map((character) =>
    expensive === null ? (EXTENDED.has(character) ? 2 : 1) : character.length,
  );
  const units = sizes.reduce((sum, size) => sum + size, 0);
  const [alone, inParts] = expensive === null ? [160, 153] : [70, 67];
  if (units <= alone) return { characters: units, room: alone, segments: Math.min(units, 1), expensive };
  let segments = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > inParts) {
      segments++;
      used = 0;
    }
    used += size;
  }
  return { characters: units, room: inParts * segments, segments, expensive };
}
