/** Every provider, and whether it recognises a repeated send by its key. */
export const providers = {
  /** Source: resend.com/docs/dashboard/emails/idempotency-keys */
  resend: { isKeyed: true },
  smtp: { isKeyed: false },
  ses: { isKeyed: false },
  /** Source: twilio.com/docs/api/errors/20500 ("not idempotent") */
  twilio: { isKeyed: false },
  log: { isKeyed: false },
} as const;
export type ProviderName = keyof typeof providers;

/** Where a send that may have left may be repeated under its key. */
export const keyedProviders = Object.entries(providers)
  .filter(([, { isKeyed }]) => isKeyed)
  .map(([name]) => name);

/**
 * SMS and WhatsApp share an account and little else: each stops for itself. A simulated one is told apart as in the ledger, so that its
 * troubles are nobody else's.
 */
export function twilioBreaker(channel: 'sms' | 'whatsapp', isSimulated: boolean): string {
  return `${isSimulated ? 'log' : 'twilio'}:${channel}`;
}
