import type { ChannelName } from '../../channels/channel';

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
}

/** What the database and the queue say. */
export interface DeliveryFacts {
  /** Of each worker that was seen lately: what it sends each channel through. */
  readonly workers: readonly Readonly<Record<ChannelName, string>>[];
  /** When the last worker was seen; null: none since the last clean stop. */
  readonly lastWorkerSeenAt: Date | null;
  /** Providers that are not sent to right now. */
  readonly openBreakers: readonly { readonly provider: string; readonly since: Date | null }[];
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
  for (const { provider, since } of openBreakers) {
    for (const channel of CHANNELS.filter((name) => workers.some((worker) => worker[name] === provider))) {
      gaps.push({
        code: 'PROVIDER_DOWN',
        channel,
        title: `${names[channel]} waits: ${provider} takes nothing`,
        detail:
          'The provider failed many times in a row, so sending to it is paused for a few minutes at most, then tried again. Nothing is lost.',
        todo: 'Wait, or look at the status page, the credentials and the account of the provider.',
        since,
      });
    }
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
