import type { FrozenContent } from '@beckon/templates';
import type { FrozenVariable } from './freeze-template';

/** A message with a WhatsApp template whose deliveries have just been written. */
export interface PlannedTemplateMessage {
  readonly messageId: string;
  readonly content: FrozenContent;
  readonly variables: readonly FrozenVariable[];
}

/**
 * What has to happen beside the ledger when such a message was planned. Called inside the claim's transaction, so that either both
 * happen or neither. The lib that knows WhatsApp provides it.
 */
export abstract class TemplateFollowUps {
  /** @returns how many rows are still to be sent: some may have turned out to lack a value */
  abstract planned(message: PlannedTemplateMessage): Promise<number>;
}
