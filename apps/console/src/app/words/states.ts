import type { IconName } from '../ui/icons';

/** How one state of a delivery or a message is shown: shape first, then word, then colour. */
export interface StateWords {
  readonly icon: IconName;
  readonly word: string;
  /** Colour family of the tokens: `--bk-<tone>`, `--bk-<tone>-tint`, `--bk-<tone>-fill`. */
  readonly tone: Tone;
}

export type Tone = 'idle' | 'waiting' | 'moving' | 'arrived' | 'asking' | 'lost' | 'withheld';

const STATES = {
  pending: { icon: 'queued', word: 'Queued', tone: 'waiting' },
  dispatching: { icon: 'sending', word: 'Sending', tone: 'moving' },
  accepted: { icon: 'sent', word: 'Sent, no receipt yet', tone: 'moving' },
  sent: { icon: 'sent', word: 'Sent, no receipt yet', tone: 'moving' },
  delivered: { icon: 'delivered', word: 'Delivered', tone: 'arrived' },
  read: { icon: 'read', word: 'Read', tone: 'arrived' },
  bounced: { icon: 'bounced', word: 'Bounced', tone: 'lost' },
  failed: { icon: 'failed', word: 'Failed', tone: 'lost' },
  suppressed: { icon: 'suppressed', word: 'Suppressed', tone: 'withheld' },
  skipped: { icon: 'skipped', word: 'Skipped', tone: 'idle' },
  cancelled: { icon: 'cancelled', word: 'Cancelled', tone: 'idle' },
  unknown: { icon: 'unknown', word: 'Unconfirmed', tone: 'asking' },
} as const satisfies Readonly<Record<string, StateWords>>;

/** The states of a delivery in the order of knowledge. */
export const DELIVERY_STATES: Readonly<Record<string, StateWords>> = STATES;

/** The groups that the API counts by, in the order they are shown. */
export const COUNT_GROUPS: readonly { readonly key: string; readonly state: StateWords }[] = [
  { key: 'delivered', state: STATES.delivered },
  { key: 'sent', state: { ...STATES.sent, word: 'Sent' } },
  { key: 'sending', state: STATES.dispatching },
  { key: 'queued', state: STATES.pending },
  { key: 'unknown', state: STATES.unknown },
  { key: 'failed', state: STATES.failed },
  { key: 'suppressed', state: STATES.suppressed },
  { key: 'skipped', state: STATES.skipped },
  { key: 'cancelled', state: STATES.cancelled },
];

/** The states of a message. */
export const MESSAGE_STATES: Readonly<Record<string, StateWords>> = {
  draft: { icon: 'draft', word: 'Draft', tone: 'idle' },
  scheduled: { icon: 'scheduled', word: 'Scheduled', tone: 'waiting' },
  held: { icon: 'held', word: 'Held', tone: 'asking' },
  sending: { icon: 'sending', word: 'Sending', tone: 'moving' },
  paused: { icon: 'paused', word: 'Paused', tone: 'asking' },
  cancelling: { icon: 'stop', word: 'Stopping', tone: 'idle' },
  sent: { icon: 'delivered', word: 'Sent', tone: 'arrived' },
  failed: { icon: 'failed', word: 'Failed', tone: 'lost' },
  cancelled: { icon: 'cancelled', word: 'Cancelled', tone: 'idle' },
  active: { icon: 'pulse', word: 'Automatic', tone: 'moving' },
};

/** What a guest answered. */
export const RSVP_WORDS: Readonly<Record<string, string>> = {
  attending: 'Attending',
  pending: 'Not answered',
  maybe: 'Maybe',
  declined: 'Declined',
};

/** Whom a message is for. */
export const AUDIENCE_WORDS: Readonly<Record<string, string>> = {
  everyone: 'Everyone',
  ...RSVP_WORDS,
  segment: 'A segment',
};

/** How a channel is shown. */
export interface ChannelWords {
  readonly word: string;
  readonly icon: IconName;
}

export const CHANNEL_WORDS: Readonly<Record<string, ChannelWords>> = {
  email: { word: 'E-mail', icon: 'mail' },
  sms: { word: 'SMS', icon: 'sms' },
  whatsapp: { word: 'WhatsApp', icon: 'whatsapp' },
};

/** A channel in words; one that is newer than this page keeps its own name. */
export function channelOf(channel: string): ChannelWords {
  return CHANNEL_WORDS[channel] ?? { word: channel, icon: 'mail' };
}
