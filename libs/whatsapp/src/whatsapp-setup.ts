import type { Config } from '@beckon/core';

/** How many people templates may go to within 24 hours; null: no WhatsApp is set up, not even a simulated one. */
export function dailyRecipientsOf({ twilio, whatsAppDailyRecipients }: Config): number | null {
  return twilio?.whatsappFrom == null ? null : whatsAppDailyRecipients;
}

/** Whether WhatsApp goes to Twilio itself, which is asked about approvals; a simulated one is approved by hand. */
export function isOverTwilio({ twilio }: Config): boolean {
  return twilio?.whatsappFrom != null && !twilio.isSimulated;
}
