import type { MessageGuard } from '@beckon/messaging';
import type { CompiledContent } from '@beckon/templates';
import type { Channel, Envelope } from '../channels/channel';
import type { CompiledTemplate } from './claimed-template';

/** Everything a drain needs to know of a message; the same for all its recipients. */
export interface RunningMessage {
  readonly id: string;
  readonly eventId: string;
  readonly channel: Channel;
  readonly content: CompiledContent;
  /** WhatsApp alone; null: the text is sent as it is. */
  readonly template: CompiledTemplate | null;
  readonly envelope: Envelope;
  readonly linkBase: string;
  readonly isBroadcast: boolean;
  readonly isUrgent: boolean;
  /** Of more recipients than may leave without guard rails, whether they still fly or not. */
  readonly isBig: boolean;
  readonly expiresAt: Date | null;
  /** Of big messages, as it was when this drain began. */
  readonly guard: MessageGuard | null;
}
