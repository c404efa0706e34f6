import { MAX_PLUS_ONES_BY_GUEST } from './guest-limits';
import type { RsvpStatus } from './rsvp-status';

/** What a guest can say on the RSVP page. */
export const RSVP_RESPONSES = ['attending', 'maybe', 'declined'] as const;
export type RsvpResponse = (typeof RSVP_RESPONSES)[number];

export interface RsvpAnswer {
  readonly response: RsvpResponse;
  /** Always 0 for who declines. */
  readonly plusOnes: number;
}

/**
 * When the answer of a guest was given, after a change of the status by anybody.
 *
 * @param before what is stored
 * @param status the new status, or undefined when it is not spoken of
 * @returns `now` for a new answer, null for none, else what is stored
 */
export function answeredAtAfter(
  before: { readonly rsvpStatus: RsvpStatus; readonly rsvpAnsweredAt?: Date | null },
  status: RsvpStatus | undefined,
  now: Date,
): Date | null {
  if (status === undefined || status === before.rsvpStatus) return before.rsvpAnsweredAt ?? null;
  return status === 'pending' ? null : now;
}

/**
 * Reads the form of the RSVP page.
 *
 * @param form the fields as they came; `plusOnes` may be missing or empty
 * @param storedPlusOnes what an organizer may have entered above the guest's own limit; it may stay
 * @returns the answer, or what to tell the guest
 */
export function readRsvpForm(
  form: Readonly<Record<string, unknown>>,
  storedPlusOnes: number,
): { readonly answer: RsvpAnswer } | { readonly reason: string } {
  const response = RSVP_RESPONSES.find((known) => known === form['response']);
  if (response === undefined) return { reason: 'Please choose one of the answers, then send it again.' };
  if (response === 'declined') return { answer: { response, plusOnes: 0 } };
  const typed = typeof form['plusOnes'] === 'number' ? String(form['plusOnes']) : form['plusOnes'];
  if (typed === undefined || typed === '') return { answer: { response, plusOnes: storedPlusOnes } };
  const max = Math.max(MAX_PLUS_ONES_BY_GUEST, storedPlusOnes);
  const plusOnes = typeof typed === 'string' && /^\s*\d{1,3}\s*$/.test(typed) ? Number(typed) : NaN;
  if (Number.isNaN(plusOnes) || plusOnes > max)
    return { reason: `Please enter how many people you bring along: a number from 0 to ${max}.` };
  return { answer: { response, plusOnes } };
}

/** Whether a guest can still answer. */
export type RsvpOpenness = 'open' | 'cancelled' | 'over';

/** An event takes answers until it ends; without a known end, for twelve hours after its start. */
export function rsvpOpenness(
  event: { readonly status: string; readonly startsAt: Date; readonly endsAt: Date | null },
  now: Date,
): RsvpOpenness {
  if (event.status === 'cancelled') return 'cancelled';
  const end = event.endsAt?.getTime() ?? event.startsAt.getTime() + 12 * 3_600_000;
  return now.getTime() >= end ? 'over' : 'open';
}
