import type { DeliveryStatus } from '../../domain/delivery-state';
import { suppressionWords } from '../../why/domain/guest-words';
import { providerWords, troubleWords } from '../../why/domain/trouble-words';

/** All that the ledger keeps about one delivery; lists are in the order of time. */
export interface HistoryFacts {
  readonly createdAt: Date;
  readonly firstAttemptAt: Date | null;
  readonly acceptedAt: Date | null;
  readonly updatedAt: Date;
  readonly status: DeliveryStatus;
  readonly reason: string | null;
  readonly provider: string | null;
  readonly providerMessageId: string | null;
  /** What was decided about it when nobody could know. */
  readonly resolution: string | null;
  readonly resolvedAt: Date | null;
  /** Null where the organization's setting decided. */
  readonly resolvedBy: string | null;
  readonly attempts: readonly {
    readonly at: Date;
    readonly attempt: number;
    readonly provider: string | null;
    readonly outcome: string;
    readonly errorCode: string | null;
    readonly error: string | null;
  }[];
  readonly receipts: readonly {
    readonly at: Date;
    readonly provider: string;
    readonly kind: string;
    readonly subtype: string | null;
    readonly errorCode: string | null;
    readonly detail: string | null;
  }[];
  readonly suppressions: readonly {
    readonly at: Date;
    readonly reason: string;
    readonly scope: string;
    readonly liftedAt: Date | null;
  }[];
  readonly acts: readonly { readonly at: Date; readonly action: string; readonly by: string | null }[];
}

export const TIMELINE_KINDS = [
  'planned',
  'left_out',
  'claimed',
  'attempt',
  'handed_over',
  'receipt',
  'suppressed',
  'lifted',
  'ended',
  'person',
] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

/** One thing that happened. */
export interface TimelineEntry {
  readonly at: Date;
  readonly kind: TimelineKind;
  /** What happened, without the time. */
  readonly words: string;
  readonly provider: string | null;
  readonly providerMessageId: string | null;
  /** The provider's code, if something went wrong. */
  readonly code: string | null;
  /** The provider's own words. */
  readonly detail: string | null;
  /** The person or API key. */
  readonly by: string | null;
}

const nothing = { provider: null, providerMessageId: null, code: null, detail: null, by: null };
const leftOut: readonly DeliveryStatus[] = ['skipped', 'suppressed'];
const outcomes: Readonly<Record<string, string>> = {
  refused: 'refused for good',
  not_sent: 'not sent this time',
  unclear: 'ended without an answer, so it may have left',
};
const receipts: Readonly<Record<string, string>> = {
  accepted: 'has it',
  sent: 'sent it on',
  delayed: 'is still trying',
  delivered: 'delivered it',
  read: 'saw it read',
  opened: 'saw it opened',
  clicked: 'saw a link in it clicked',
  bounce: 'got it back',
  failed: 'did not send it',
  complaint: 'was told that it is spam',
};
const acts: Readonly<Record<string, string>> = { 'delivery.revealed': 'looked at the full address' };

/**
 * Everything that happened to one delivery in the order of time. A suppression that this address has had since before is told
 * only where it is why the guest was left out.
 */
export function deliveryTimeline(facts: HistoryFacts): TimelineEntry[] {
  return [
    ...planned(facts),
    ...attempts(facts),
    ...told(facts),
    ...suppressed(facts),
    ...ended(facts),
    ...byPeople(facts),
  ]
    .map((entry, index) => ({ entry, index }))
    .sort((a, b) => a.entry.at.getTime() - b.entry.at.getTime() || a.index - b.index)
    .map(({ entry }) => entry);
}

function planned({ createdAt, firstAttemptAt, status, reason, updatedAt }: HistoryFacts): TimelineEntry[] {
  // what was left out when the list was fixed has never been touched since
  const isLeftOut = leftOut.includes(status) && firstAttemptAt === null && updatedAt.getTime() === createdAt.getTime();
  if (isLeftOut)
    return [{ ...nothing, at: createdAt, kind: 'left_out', words: 'left out when the list was fixed', code: reason }];
  const claimed: TimelineEntry[] =
    firstAttemptAt === null ? [] : [{ ...nothing, at: firstAttemptAt, kind: 'claimed', words: 'taken by a worker' }];
  return [
    { ...nothing, at: createdAt, kind: 'planned', words: 'put into the queue when the list was fixed' },
    ...claimed,
  ];
}

function attempts({ attempts: tries, acceptedAt, provider, providerMessageId }: HistoryFacts): TimelineEntry[] {
  const failed = tries.map((one): TimelineEntry => ({
    ...nothing,
    at: one.at,
    kind: 'attempt',
    words: `try ${one.attempt} with ${providerWords(one.provider)}: ${outcomes[one.outcome] ?? one.outcome}; ${troubleWords({ code: one.errorCode, error: one.error, reason: null })}`,
    provider: one.provider,
    code: one.errorCode,
    detail: one.error,
  }));
  if (acceptedAt === null) return failed;
  const words = provider === 'log' ? 'simulated: no provider is set up' : `handed to ${providerWords(provider)}`;
  return [...failed, { ...nothing, at: acceptedAt, kind: 'handed_over', words, provider, providerMessageId }];
}

function told({ receipts: facts }: HistoryFacts): TimelineEntry[] {
  return facts.map(({ at, provider, kind, subtype, errorCode, detail }) => {
    const isTrouble = kind === 'bounce' || kind === 'failed';
    const why = isTrouble
      ? `: ${troubleWords({ code: errorCode, error: detail, reason: subtype === null ? null : `${kind}:${subtype}` })}`
      : '';
    return {
      ...nothing,
      at,
      kind: 'receipt',
      words: `${providerWords(provider)} ${receipts[kind] ?? kind}${why}`,
      provider,
      code: errorCode,
      detail,
    };
  });
}

function suppressed(facts: HistoryFacts): TimelineEntry[] {
  const { suppressions, createdAt, status, reason, updatedAt } = facts;
  return suppressions.flatMap((one): TimelineEntry[] => {
    const isWhy = status === 'suppressed' && reason === `suppressed:${one.reason}` && one.at <= updatedAt;
    if (one.at < createdAt && !isWhy) return [];
    const entry: TimelineEntry = {
      ...nothing,
      at: afterItsCause(one.at, facts),
      kind: 'suppressed',
      words: `the address is suppressed: ${suppressionWords(one.reason, null)}`,
      code: one.reason,
    };
    if (one.liftedAt === null) return [entry];
    return [
      entry,
      { ...nothing, at: one.liftedAt, kind: 'lifted', words: 'the suppression was lifted', code: one.reason },
    ];
  });
}

/** A suppression bears the time at which its transaction began, a moment before the failure that it follows from. */
function afterItsCause(at: Date, { attempts: tries, receipts: facts }: HistoryFacts): Date {
  const causes = [...tries, ...facts].map((cause) => cause.at.getTime() - at.getTime());
  const late = causes.filter((ms) => ms > 0 && ms < 2000);
  return late.length === 0 ? at : new Date(at.getTime() + Math.min(...late));
}

function ended({ status, reason, updatedAt, createdAt }: HistoryFacts): TimelineEntry[] {
  const words: Partial<Record<DeliveryStatus, string>> = {
    cancelled: 'stopped before it left',
    skipped: 'closed before it left',
    suppressed: 'closed before it left',
    unknown: 'nobody can know whether it left',
  };
  const said = words[status];
  if (said === undefined || updatedAt.getTime() === createdAt.getTime()) return [];
  return [{ ...nothing, at: updatedAt, kind: 'ended', words: said, code: reason }];
}

function byPeople({ acts: done, resolution, resolvedAt, resolvedBy }: HistoryFacts): TimelineEntry[] {
  const seen = done.map(({ at, action, by }): TimelineEntry => ({
    ...nothing,
    at,
    kind: 'person',
    words: acts[action] ?? action.split('.').at(-1)!.replaceAll('_', ' '),
    by,
  }));
  if (resolvedAt === null) return seen;
  const words =
    resolution === 'resent'
      ? 'sent once more, because nobody could know'
      : 'taken for delivered, because nobody could know';
  return [...seen, { ...nothing, at: resolvedAt, kind: 'person', words, code: resolution, by: resolvedBy }];
}
