import { Config, type TwilioSettings } from '@beckon/core';
import { Injectable } from '@nestjs/common';
import { type Approval, readApproval } from './domain/template-approval';

const TIMEOUT_MS = 8000;
const MESSAGES_HOST = 'https://api.twilio.com';
const CONTENT_HOST = 'https://content.twilio.com';

/** Twilio's Content API: what WhatsApp says of a template. Reads only, so every call may be repeated. */
@Injectable()
export class ContentApi {
  private readonly settings: TwilioSettings | null;

  constructor(config: Config) {
    this.settings = config.twilio?.isSimulated === true ? null : config.twilio;
  }

  /** Whether there is anybody to ask. */
  get isThere(): boolean {
    return this.settings !== null;
  }

  /**
   * Never throws: what went wrong is told in words.
   *
   * @param contentSid `HX` and 32 hexadecimal digits
   */
  async approvalOf(contentSid: string): Promise<{ readonly approval: Approval } | { readonly problem: string }> {
    if (this.settings === null)
      return {
        problem: 'Twilio is not set up here, so nobody can be asked. An admin can approve the template by hand.',
      };
    const { accountSid, authTokens, baseUrl } = this.settings;
    const host = baseUrl === MESSAGES_HOST ? CONTENT_HOST : baseUrl;
    try {
      const answer = await fetch(`${host}/v1/Content/${contentSid}/ApprovalRequests`, {
        headers: { authorization: `Basic ${Buffer.from(`${accountSid}:${authTokens[0] ?? ''}`).toString('base64')}` },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (answer.status === 404)
        return {
          problem: 'Twilio does not know this Content SID in your account. Compare it with the Twilio console.',
        };
      if (answer.status === 401 || answer.status === 403)
        return { problem: 'Twilio does not accept the account. Check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.' };
      if (!answer.ok) return { problem: `Twilio answered with ${answer.status}. Try again in a minute.` };
      const approval = readApproval(await answer.json());
      return approval === null
        ? { problem: 'Twilio gave an answer that cannot be read. Try again later.' }
        : { approval };
    } catch {
      return { problem: 'Twilio could not be reached. Try again in a minute.' };
    }
  }
}
