import type { MessageGuard } from '@beckon/messaging';
import type { CompiledContent } from '@beckon/templates';
import type { Channel, Envelope } from '../channels/channel';

/** Everything a drain needs to know of a message; the same for all its recipients. */
export interface RunningMessage {
  readonly id: string;
  readonly eventId: string;
  readonly channel: Channel;
  readonly content: CompiledContent;
  readonly envelope: Envelope;
  readonly linkBase: string;
  readonly isBroadcast: boolean;
  readonly isUrgent: boolean;
  readonly expiresAt: Date | null;
  /** Of big messages, as it was when this drain began. */
  readonly guard: MessageGuard | null;
}
