/** How many SMS a message is: every part is paid for. */
export function smsCostSentence(parts: number, guests: number | null): string {
  const each = parts === 1 ? 'One SMS a guest' : `${parts} SMS parts a guest`;
  if (guests === null) return `${each}.`;
  const all = (parts * guests).toLocaleString('en');
  const who = `${guests.toLocaleString('en')} ${guests === 1 ? 'guest' : 'guests'}`;
  return `${each}, ${who}: about ${all} SMS. Each is paid for.`;
}

/** What WhatsApp's daily limit means for this message. */
export interface LimitWords {
  readonly sentence: string;
  /** Some leave only on the days after. */
  readonly isOver: boolean;
}

/**
 * @param guests null: not counted yet
 * @returns null where nothing is limited
 */
export function limitSentence(
  { limit, remaining }: { readonly limit: number | null; readonly remaining: number | null },
  guests: number | null,
): LimitWords | null {
  if (limit === null || remaining === null) return null;
  const number = (count: number): string => count.toLocaleString('en');
  const rule = `WhatsApp lets your business send templates to ${number(limit)} people within 24 hours`;
  const left = remaining === 1 ? '1 is left' : `${number(remaining)} are left`;
  if (guests === null || guests <= remaining) return { sentence: `${rule}; ${left}.`, isOver: false };
  const days = Math.ceil((guests - remaining) / limit);
  const last = days === 1 ? 'tomorrow' : `over the next ${days} days`;
  return {
    sentence: `Up to ${number(guests - remaining)} of these ${number(guests)} guests get it later, ${last}: ${rule}, and ${left}. People who got one within that time don’t count again. What has not left when the event begins is not sent.`,
    isOver: true,
  };
}
