import type { FrozenContent, FrozenPart } from '@beckon/templates';
import type { Envelope } from '../channels/channel';

/** What `content_versions.content` holds: all that a message says and how it is signed, frozen at the claim. */
export interface ClaimedContent {
  readonly content: FrozenContent;
  readonly envelope: Envelope;
  readonly isBroadcast: boolean;
  /** WhatsApp: the approved template to send. `content` is then what it will look like, for people and for the message list. */
  readonly template?: ClaimedTemplate;
}

/** A template at the provider, with what stands at each of its places. */
export interface ClaimedTemplate {
  readonly contentSid: string;
  readonly variables: Readonly<Record<string, readonly FrozenPart[]>>;
}
