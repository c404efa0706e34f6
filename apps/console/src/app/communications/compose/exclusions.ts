import type { ListRecipients$Params } from '../../api/generated/fn/messages/list-recipients';
import type { RecipientCountDto } from '../../api/generated/models';

export type ExclusionReason = NonNullable<ListRecipients$Params['reason']>;

/** Some guests of the audience who would not get it, and why. */
export interface Exclusion {
  readonly reason: ExclusionReason;
  readonly word: string;
  readonly count: number;
}

const SUPPRESSED: Readonly<Record<string, string>> = {
  unsubscribe: 'Unsubscribed',
  bounce: 'Address bounced',
  stop: 'Answered STOP',
  complaint: 'Reported as spam',
  manual: 'Blocked by hand',
};

/** Every reason that occurs, in words; together they are `total` less `count`. */
export function exclusionsOf(counted: RecipientCountDto, channel: string): Exclusion[] {
  const { excluded, suppressedBy } = counted;
  const known = Object.entries(SUPPRESSED).map(([key, word]) => ({
    reason: `suppressed:${key}` as ExclusionReason,
    word,
    count: suppressedBy[key] ?? 0,
  }));
  const others = excluded.suppressed - known.reduce((sum, { count }) => sum + count, 0);
  const rest: Exclusion[] = [
    { reason: 'suppressed', word: 'Suppressed', count: Math.max(0, others) },
    {
      reason: 'no_address',
      word: channel === 'email' ? 'No e-mail address' : 'No phone number',
      count: excluded.noAddress,
    },
    {
      reason: 'duplicate_contact',
      word: channel === 'email' ? 'Shares an address' : 'Shares a number',
      count: excluded.duplicate,
    },
  ];
  const window = {
    reason: 'outside_window' as const,
    word: 'Has not written within 24 hours',
    count: excluded.outsideWindow ?? 0,
  };
  const us = { reason: 'not_reachable_us' as const, word: 'US number', count: excluded.notReachableUs ?? 0 };
  return [...known, ...rest, window, us].filter(({ count }) => count > 0);
}
