/** The account of the simulated Twilio: nobody can take it for a real one. */
const ACCOUNT_SID = 'ACsimulated'.padEnd(34, '0');
/** Reserved for fiction. */
const SMS_FROM = '+15550100123';
const WHATSAPP_FROM = '+15550100124';

/**
 * Settings that let SMS and WhatsApp go to the simulated Twilio in the mailbox. Everything else is as with the real one.
 *
 * @param mailboxUrl where the mailbox answers
 * @param token signs in, and signs what the simulated Twilio sends
 */
export function simulatedTwilio(mailboxUrl: string, token: string): Record<string, string> {
  return {
    TWILIO_SIMULATED: '1',
    TWILIO_BASE_URL: mailboxUrl,
    TWILIO_ACCOUNT_SID: ACCOUNT_SID,
    TWILIO_AUTH_TOKEN: token,
    TWILIO_SMS_FROM: SMS_FROM,
    TWILIO_WHATSAPP_FROM: `whatsapp:${WHATSAPP_FROM}`,
  };
}
