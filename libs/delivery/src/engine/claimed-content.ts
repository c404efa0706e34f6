import type { FrozenContent } from '@beckon/templates';
import type { Envelope } from '../channels/channel';

/** What `content_versions.content` holds: all that a message says and how it is signed, frozen at the claim. */
export interface ClaimedContent {
  readonly content: FrozenContent;
  readonly envelope: Envelope;
  readonly isBroadcast: boolean;
}
