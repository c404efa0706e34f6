import type { ChannelName } from '../../channels/channel';
import type { BreakerCause } from '../../domain/breaker';
import { providerWords } from '../../why/domain/trouble-words';

export const GAP_CODES = ['NO_WORKER', 'PROVIDER_DOWN', 'MESSAGES_LATE', 'QUEUE_DOWN', 'CHANNEL_SIMULATED'] as const;
export type GapCode = (typeof GAP_CODES)[number];

/** Something that cannot be delivered as asked right now, in words for whoever has to do something about it. */
export interface Gap {
  readonly code: GapCode;
  /** Null where it is about all channels. */
  readonly channel: ChannelName | null;
  readonly title: string;
  readonly detail: string;
  readonly todo: string;
  /** When it began, where that is known. */
  readonly since: Date | null;
  /** Of a provider that gets nothing: who has to do something about it. */
  readonly cause?: BreakerCause['blame'];
  /** When a provider that gets nothing is tried again. */
  readonly until?: Date;
}

export interface OpenBreaker {
  readonly provider: string;
  readonly since: Date | null;
  /** When it is tried again; null when that may be now. */
  readonly until: Date | null;
  /** Why, where more is known than that it failed. */
  readonly cause: Pick<BreakerCause, 'blame' | 'error'> | null;
}

/** What the database and the queue say. */
export interface DeliveryFacts {
  /** Of each worker that was seen lately: what it sends each channel through. */
  readonly workers: readonly Readonly<Record<ChannelName, string>>[];
  /** When the last worker was seen; null: none since the last clean stop. */
  readonly lastWorkerSeenAt: Date | null;
  /** Providers that are not sent to right now: by name, or `<provider>:<channel>` where each channel stops for itself. */
  readonly openBreakers: readonly OpenBreaker[];
  readonly queue: 'redis' | 'in-process' | 'down';
  /** Planned messages of the caller's organization that should have left more than two polls ago. */
  readonly late: { readonly count: number; readonly since: Date | null };
  readonly pollIntervalSeconds: number;
}

const CHANNELS: readonly ChannelName[] = ['email', 'sms', 'whatsapp'];
const names: Record<ChannelName, string> = { email: 'E-mail', sms: 'SMS', whatsapp: 'WhatsApp' };
const setUp: Record<ChannelName, string> = {
  email:
    'Set RESEND_API_KEY, SMTP_URL or SES_REGION, with the address mail comes from, for the workers and restart them.',
  sms: 'Set the TWILIO_ variables for the workers and restart them. Until then send by e-mail.',
  whatsapp: 'Set the TWILIO_ variables for the workers and restart them. Until then send by e-mail.',
};

/** What is missing, the worst first. Nothing in it names an address, a key or another organization. */
export function findGaps(facts: DeliveryFacts): Gap[] {
  const { workers, lastWorkerSeenAt, openBreakers, queue, late, pollIntervalSeconds } = facts;
  const gaps: Gap[] = [];
  if (workers.length === 0) {
    gaps.push({
      code: 'NO_WORKER',
      channel: null,
      title: 'Nothing is being sent',
      detail: 'No worker is running. Messages are kept and leave as soon as one is there, unless they expire first.',
      todo: 'Ask whoever runs Beckon to start a worker (npm run worker) and to look at its log.',
      since: lastWorkerSeenAt,
    });
  }
  for (const { provider, since, until, cause } of openBreakers) {
    const isUsedFor = (name: ChannelName): boolean =>
      workers.some((worker) => provider === worker[name] || provider === `${worker[name]}:${name}`);
    for (const channel of CHANNELS.filter(isUsedFor))
      gaps.push({
        code: 'PROVIDER_DOWN',
        channel,
        ...wordsFor(names[channel], providerName(provider.split(':', 1)[0]!), cause),
        since,
        cause: cause?.blame ?? 'provider',
        ...(until !== null && { until }),
      });
  }
  if (late.count > 0) {
    gaps.push({
      code: 'MESSAGES_LATE',
      channel: null,
      title: late.count === 1 ? 'A message is late' : `${late.count} messages are late`,
      detail: 'Their time came and nobody has begun to send them.',
      todo: 'Ask whoever runs Beckon to look at the workers. The messages leave by themselves when that is mended.',
      since: late.since,
    });
  }
  if (queue === 'down') {
    gaps.push({
      code: 'QUEUE_DOWN',
      channel: null,
      title: 'The queue does not answer',
      detail: `Redis is away. Messages still leave, because the workers look for them, but up to ${pollIntervalSeconds} seconds later.`,
      todo: 'Ask whoever runs Beckon to look at Redis. Nothing has to be sent again.',
      since: null,
    });
  }
  for (const channel of CHANNELS.filter((name) => workers.some((worker) => worker[name] === 'log'))) {
    gaps.push({
      code: 'CHANNEL_SIMULATED',
      channel,
      title: `${names[channel]} is only simulated`,
      detail: 'No provider is set up for it: messages are recorded as simulated, and nobody gets them.',
      todo: setUp[channel],
      since: null,
    });
  }
  return gaps;
}

/** Only the simulated Twilio has a breaker under the name of the log stub. */
function providerName(provider: string): string {
  return provider === 'log' ? 'the simulated Twilio' : providerWords(provider);
}

/** What is said of a provider that gets nothing right now. */
function wordsFor(
  channel: string,
  provider: string,
  cause: OpenBreaker['cause'],
): Pick<Gap, 'title' | 'detail' | 'todo'> {
  switch (cause?.blame) {
    case 'setup':
      return {
        title: `${channel} waits: the setup for ${provider} has to be repaired`,
        detail:
          'The provider refuses everything as it is set up now. Nothing is sent to it and nothing is lost; it is tried again every few minutes.',
        todo: cause.error,
      };
    case 'sender':
      return {
        title: `${channel} rests: the sender has reached a limit at ${provider}`,
        detail: cause.error,
        todo: 'If it happens often, ask the provider for a higher limit.',
      };
    default:
      return {
        title: `${channel} waits: ${provider} takes nothing`,
        detail:
          'The provider failed many times in a row, so sending to it is paused for a few minutes at most, then tried again. Nothing is lost.',
        todo: 'Wait, or look at the status page, the credentials and the account of the provider.',
      };
  }
}
