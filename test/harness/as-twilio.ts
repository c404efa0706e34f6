import type { TestApi } from './api';
import { signedByTwilio } from './twilio-double';

/** Posts a form to one of our webhooks, signed as Twilio signs it. @returns the HTTP status */
export async function postAsTwilio(
  api: TestApi,
  { url, form }: { readonly url: string; readonly form: Readonly<Record<string, string>> },
): Promise<number> {
  const { status } = await api.anonymous.request('POST', url.replace(api.config.publicBaseUrl, ''), {
    raw: new URLSearchParams(form).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signedByTwilio(url, form) },
  });
  return status;
}
