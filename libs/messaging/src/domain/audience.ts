/** Whom a message is for. */
export const AUDIENCES = ['everyone', 'attending', 'pending', 'declined', 'maybe', 'segment'] as const;
export type Audience = (typeof AUDIENCES)[number];

export const CHANNELS = ['email', 'sms', 'whatsapp'] as const;
export type Channel = (typeof CHANNELS)[number];

/** One message per contact point, or one per guest even when two guests share an address. */
export const DEDUPES = ['contact', 'guest'] as const;
export type Dedupe = (typeof DEDUPES)[number];

export interface AudienceChoice {
  readonly audience: Audience;
  readonly segmentId: string | null;
}

/**
 * Reads what a caller asked for. A segment id alone is enough, and "everyone" of a segment is the segment.
 *
 * @returns the choice, or the fault in words with its field
 */
export function readAudience(
  audience: string | undefined,
  segmentId: string | null | undefined,
): AudienceChoice | { readonly path: 'audience' | 'segmentId'; readonly fault: string } {
  if (segmentId) {
    if (audience === undefined || audience === 'segment' || audience === 'everyone')
      return { audience: 'segment', segmentId };
    return {
      path: 'segmentId',
      fault: `Choose either the audience "${audience.slice(0, 40)}" or a segment, not both.`,
    };
  }
  if (audience === undefined) return { path: 'audience', fault: `Choose an audience: ${AUDIENCES.join(', ')}.` };
  if (audience === 'segment') return { path: 'segmentId', fault: 'Choose the segment this message is for.' };
  const known = AUDIENCES.find((name) => name === audience);
  if (known === undefined)
    return {
      path: 'audience',
      fault: `"${audience.slice(0, 40)}" is not an audience. Use one of ${AUDIENCES.join(', ')}.`,
    };
  return { audience: known, segmentId: null };
}
