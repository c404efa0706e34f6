import type { HttpCall } from './http-double';

/** Source: twilio.com/docs/messaging/api/message-resource#create-a-message */
const createParameters = new Set([
  'To',
  'From',
  'MessagingServiceSid',
  'Body',
  'ContentSid',
  'ContentVariables',
  'MediaUrl',
  'StatusCallback',
  'ApplicationSid',
  'MaxPrice',
  'ProvideFeedback',
  'Attempt',
  'ValidityPeriod',
  'ForceDelivery',
  'ContentRetention',
  'AddressRetention',
  'SmartEncoded',
  'PersistentAction',
  'TrafficType',
  'ShortenUrls',
  'ScheduleType',
  'SendAt',
  'SendAsMms',
  'RiskCheck',
]);
const NUMBER = /^(whatsapp:)?\+[1-9]\d{6,14}$/;

/** What Twilio would refuse a request for, with its own code; null when it is right. */
export function faultOfMessage(call: HttpCall, form: URLSearchParams): { code: number; message: string } | null {
  if (call.headers['content-type'] !== 'application/x-www-form-urlencoded')
    return { code: 20001, message: 'not a form' };
  const names = [...form.keys()];
  const unknown = names.find((name) => !createParameters.has(name));
  if (unknown !== undefined) return { code: 20001, message: `unknown parameter ${unknown}` };
  const twice = names.find((name, i) => name !== 'MediaUrl' && names.indexOf(name) !== i);
  if (twice !== undefined) return { code: 20001, message: `${twice} is there twice` };
  const [to, from, service, body] = ['To', 'From', 'MessagingServiceSid', 'Body'].map((name) => form.get(name));
  if (to == null || !NUMBER.test(to)) return { code: 21211, message: `Invalid 'To' Phone Number: ${to}` };
  if ((from == null) === (service == null)) return { code: 21603, message: 'From or MessagingServiceSid is needed' };
  if (from != null && !NUMBER.test(from) && !/^\d{3,8}$/.test(from))
    return { code: 21212, message: `Invalid From ${from}` };
  if (from != null && from.startsWith('whatsapp:') !== to.startsWith('whatsapp:'))
    return { code: 21910, message: "'From' and 'To' of other channels" };
  if (service != null && !/^MG[0-9a-zA-Z]{32}$/.test(service))
    return { code: 21701, message: 'The Messaging Service does not exist' };
  return faultOfContent(form, body ?? null) ?? faultOfCallback(form.get('StatusCallback'));
}

function faultOfContent(form: URLSearchParams, body: string | null): { code: number; message: string } | null {
  const contentSid = form.get('ContentSid');
  const variables = form.get('ContentVariables');
  if (contentSid === null) {
    if (body === null || body === '') return { code: 21602, message: 'Message body is required' };
    if (body.length > 1600) return { code: 21617, message: 'The message body exceeds 1600 characters' };
    return variables === null ? null : { code: 20001, message: 'ContentVariables without ContentSid' };
  }
  if (!/^HX[0-9a-zA-Z]{32}$/.test(contentSid)) return { code: 21655, message: 'The ContentSid is invalid' };
  if (body !== null) return { code: 20001, message: 'Body beside ContentSid' };
  if (variables === null) return null;
  const bad = { code: 21656, message: 'The ContentVariables are invalid' };
  try {
    const parsed: unknown = JSON.parse(variables);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return bad;
    const isGood = Object.entries(parsed).every(
      ([name, value]) =>
        name.length <= 16 &&
        typeof value === 'string' &&
        value !== '' &&
        value.length <= 1600 &&
        !/[\n\r\t]| {5,}/.test(value),
    );
    return isGood ? null : bad;
  } catch {
    return bad;
  }
}

function faultOfCallback(url: string | null): { code: number; message: string } | null {
  if (url === null) return null;
  const isGood = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) && !new URL(url).hostname.includes('_');
  return isGood ? null : { code: 21609, message: `Invalid StatusCallback ${url}` };
}
