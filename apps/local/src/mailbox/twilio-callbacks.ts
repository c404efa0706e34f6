import { setTimeout as sleep } from 'node:timers/promises';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';

const AT_ONCE = 8;
const ANSWER_WITHIN_MS = 15_000;
const AGAIN_AFTER_MS = 1000;

/** Who signs, and for which account. */
export interface TwilioAccount {
  readonly accountSid: string;
  readonly token: string;
}

/**
 * Sends webhooks as Twilio does: a signed form, and once more when nobody answers. Source: twilio.com/docs/usage/webhooks/webhooks-overview
 */
export class TwilioCallbacks {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly account: TwilioAccount) {}

  /**
   * @param url as it was given to Twilio; the signature covers it and every field
   * @returns the answer's HTTP status; null when nobody answered
   */
  async post(url: string, fields: Readonly<Record<string, string>>): Promise<number | null> {
    if (this.running >= AT_ONCE) await new Promise<void>((resume) => this.waiting.push(resume));
    this.running++;
    try {
      const form = { ...fields, AccountSid: this.account.accountSid, ApiVersion: '2010-04-01' };
      const request = {
        method: 'POST',
        headers: { 'x-twilio-signature': getExpectedTwilioSignature(this.account.token, url, form) },
        body: new URLSearchParams(form),
      };
      const first = await answerTo(url, request);
      if (first !== null) return first;
      await sleep(AGAIN_AFTER_MS);
      return await answerTo(url, request);
    } finally {
      this.running--;
      this.waiting.shift()?.();
    }
  }
}

async function answerTo(url: string, request: RequestInit): Promise<number | null> {
  try {
    const answer = await fetch(url, { ...request, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return null;
  }
}
