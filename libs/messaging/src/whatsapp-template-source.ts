import type { PlaceholderName } from '@beckon/templates';

/** A WhatsApp template as a message needs it. */
export interface WhatsAppTemplateFacts {
  readonly id: string;
  readonly name: string;
  readonly content: string;
  /** In the order of Twilio's {{1}}, {{2}}, ... */
  readonly variables: readonly PlaceholderName[];
  /** Null where nothing leaves the machine anyway. */
  readonly contentSid: string | null;
  readonly category: 'marketing' | 'utility' | 'authentication';
  /** In words with what to do; null when it may be sent. */
  readonly reasonNotToSend: string | null;
}

/** Where WhatsApp templates come from. The lib that keeps them provides it; messages and the engine only ask. */
export abstract class WhatsAppTemplateSource {
  /** @returns null when the organization has none of this id */
  abstract find(organizationId: string, templateId: string): Promise<WhatsAppTemplateFacts | null>;
}
