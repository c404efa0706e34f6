/**
 * What WhatsApp allows a message: a template by its category, or free text to those who wrote within 24 hours.
 * Source: twilio.com/docs/whatsapp/key-concepts
 */
export type WhatsAppRule = 'marketing' | 'utility' | 'free_text';

/** What holds for a template of this category. */
export function whatsAppRuleOf(category: 'marketing' | 'utility' | 'authentication' | undefined): WhatsAppRule {
  return category === undefined || category === 'marketing' ? 'marketing' : 'utility';
}
