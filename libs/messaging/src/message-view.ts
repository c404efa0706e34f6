import type { MessageCounts } from './domain/message-counts';
import type { MessageWarning } from './domain/message-warnings';
import type { Message } from './message.entity';

/** A message with what is derived from elsewhere, as it is shown. */
export interface MessageView {
  readonly message: Message;
  readonly counts: MessageCounts;
  readonly warnings: readonly MessageWarning[];
}
