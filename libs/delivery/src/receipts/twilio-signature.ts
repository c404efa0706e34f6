import { Injectable, Logger } from '@nestjs/common';
import { Config } from '@beckon/core';
import { fieldOf, type FormFields, readForm } from '../domain/twilio-receipt';
import { UntrustedWebhook } from './receipt.errors';
import type { SignedRequest } from './signed-request';

/**
 * Decides whether a webhook comes from our Twilio account. The signature covers the public address and every field of the form, so both are taken
 * as they came: the address from the settings and never from a header, the fields before anything picks from them.
 */
@Injectable()
export class TwilioSignature {
  private readonly logger = new Logger(TwilioSignature.name);

  constructor(private readonly config: Config) {}

  /**
   * Verifies a webhook with the account's tokens, the one in use and the one being replaced.
   *
   * @returns the fields of the form
   * @throws UntrustedWebhook when it is not signed, signed by somebody else, or about another account
   */
  async verify({ headers, body, originalUrl }: SignedRequest): Promise<FormFields> {
    const { twilio: settings, publicBaseUrl } = this.config;
    const signature = headers['x-twilio-signature'];
    if (settings === null || typeof signature !== 'string') throw new UntrustedWebhook();
    const { default: twilio } = await import('twilio');
    const fields = readForm(body);
    const url = `${publicBaseUrl}${originalUrl}`;
    const isSigned = settings.authTokens.some((token) =>
      isValid(() => twilio.validateRequest(token, signature, url, fields)),
    );
    if (!isSigned) {
      this.logger.warn('a webhook of Twilio is not signed as it must be: check PUBLIC_BASE_URL and TWILIO_AUTH_TOKEN');
      throw new UntrustedWebhook();
    }
    // sub-accounts sign with tokens of their own; what is signed with ours and speaks of another account is not about us
    if (fieldOf(fields, 'AccountSid') !== settings.accountSid) throw new UntrustedWebhook();
    return fields;
  }
}

/** The library throws for addresses that it cannot read. */
function isValid(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}
