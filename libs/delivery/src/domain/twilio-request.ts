import type { Outgoing } from '../channels/channel';

/** What is asked of Twilio, in the words of its library. */
export interface TwilioRequest {
  readonly to: string;
  readonly from?: string;
  readonly messagingServiceSid?: string;
  readonly statusCallback: string;
  readonly body?: string;
  readonly contentSid?: string;
  readonly contentVariables?: string;
}

/** Twilio refuses longer texts (21617). */
export const MAX_BODY = 1600;

/**
 * Makes the request for one message.
 *
 * @param sender a number, `whatsapp:+...`, or a Messaging Service (`MG...`)
 * @param publicBaseUrl where callbacks come to; the delivery's id is in the address, which is part of what Twilio signs
 * @returns the reason in words when Twilio would refuse it anyway: nothing is asked then
 */
export function twilioRequest(
  channel: 'sms' | 'whatsapp',
  outgoing: Pick<Outgoing, 'deliveryId' | 'to' | 'text' | 'template'>,
  sender: string,
  publicBaseUrl: string,
): { readonly request: TwilioRequest } | { readonly code: string; readonly reason: string } {
  const base = {
    to: channel === 'whatsapp' ? `whatsapp:${outgoing.to}` : outgoing.to,
    ...(sender.startsWith('MG') ? { messagingServiceSid: sender } : { from: sender }),
    statusCallback: `${publicBaseUrl}/webhooks/twilio/status?d=${outgoing.deliveryId}`,
  };
  if (outgoing.template !== undefined) {
    const variables = Object.entries(outgoing.template.variables).map(
      ([name, value]) => [name, oneLine(value)] as const,
    );
    const empty = variables.find(([, value]) => value === '')?.[0];
    if (empty !== undefined)
      return { code: 'EMPTY_VARIABLE', reason: `The template's value ${empty} is empty for this guest.` };
    return {
      request: {
        ...base,
        contentSid: outgoing.template.contentSid,
        ...(variables.length > 0 && { contentVariables: JSON.stringify(Object.fromEntries(variables)) }),
      },
    };
  }
  const body = messageBody(outgoing.text);
  if (body === '') return { code: 'EMPTY_TEXT', reason: 'The text is empty.' };
  if (body.length > MAX_BODY)
    return {
      code: 'TOO_LONG',
      reason: `The text has ${body.length} characters for this guest; ${MAX_BODY} are the most.`,
    };
  return { request: { ...base, body } };
}

/** A text as it may go to a phone: line feeds only, no other control characters, no marks that reorder text. */
export function messageBody(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, (mark) =>
      mark === '\t' ? ' ' : '',
    )
    .trim();
}

/** Twilio refuses line breaks, tabs and runs of blanks in a variable (21656). */
function oneLine(value: string): string {
  return messageBody(value).replace(/\s+/g, ' ');
}
