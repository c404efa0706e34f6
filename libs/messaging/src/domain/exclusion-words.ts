/** Why a guest of an audience would not get a message. */
export const EXCLUSION_REASONS = [
  'no_address',
  'duplicate_contact',
  'not_reachable_us',
  'outside_window',
  'suppressed:complaint',
  'suppressed:bounce',
  'suppressed:stop',
  'suppressed:unsubscribe',
  'suppressed:manual',
] as const;
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number];

const words: Readonly<Record<string, string>> = {
  no_address: 'Has no address for this channel.',
  duplicate_contact: 'Another guest with the same address gets it for both.',
  not_reachable_us: 'WhatsApp delivers no marketing templates to numbers of the United States.',
  outside_window: 'Has not written over WhatsApp within 24 hours, so only an approved template may go there.',
  'suppressed:complaint': 'Reported a message as unwanted.',
  'suppressed:bounce': 'The address bounced.',
  'suppressed:stop': 'Answered STOP.',
  'suppressed:unsubscribe': 'Unsubscribed.',
  'suppressed:manual': 'Somebody of your organization blocked the address.',
  not_in_audience: 'Is not in this audience.',
};

/** The same in words that a person reads beside the guest's name. */
export function exclusionInWords(reason: string): string {
  return words[reason] ?? 'Is left out.';
}
