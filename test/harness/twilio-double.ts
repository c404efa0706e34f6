import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { answerJson, type HttpCall, HttpDouble } from './http-double';
import { faultOfMessage } from './twilio-rules';

export const TWILIO_ACCOUNT = `AC${'0a'.repeat(16)}`;
export const TWILIO_TOKEN = 'token-only-for-tests';

/** What the double does with one message instead of taking and answering it. */
export type TwilioFault =
  | 'ok'
  /** The connection dies: before it took the message, or after that and before the answer. */
  | 'drop_before'
  | 'drop_after'
  /** Takes it and answers 201 with something that makes no sense. */
  | 'nonsense'
  /** Takes it and answers late. */
  | { readonly delayMs: number }
  /** Refuses with a code of Twilio's; with `isTaken` it has taken the message and says otherwise. */
  | {
      readonly status: number;
      readonly code: number;
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly isTaken?: boolean;
    };

/** One message that the double took: the judge of what was sent. */
export interface TwilioMessage {
  readonly sid: string;
  /** The form as it came. */
  readonly params: Readonly<Record<string, string>>;
  readonly to: string;
  readonly from: string;
  readonly body: string;
  readonly createdAt: Date;
  status: string;
  errorCode: number | null;
}

const listParameters = new Set(['To', 'From', 'DateSent', 'DateSent<', 'DateSent>', 'PageSize', 'Page', 'PageToken']);

/**
 * Twilio's Messages resource over real HTTP, with a ledger of its own. It takes only what is documented and refuses everything else with 400, so
 * that a wrong request fails a test. It signs callbacks and inbound messages as Twilio does.
 */
export class TwilioDouble {
  readonly ledger: TwilioMessage[] = [];
  /** Every request to send, also those that were refused. */
  readonly calls: { to: string; at: number }[] = [];
  /** Requests that Twilio would not understand; a test that is right leaves this empty. */
  readonly misunderstood: string[] = [];
  /** How often the list and single messages were asked for. */
  readonly asked: string[] = [];
  /** What WhatsApp says of a template, by Content SID; null: never submitted. */
  readonly approvals = new Map<string, { status: string; category?: string; rejection_reason?: string } | null>();
  onSend: (to: string) => TwilioFault = () => 'ok';
  private readonly connections = new Set<number>();
  private http: HttpDouble;

  static async start(): Promise<TwilioDouble> {
    const double = new TwilioDouble();
    await double.listen();
    return double;
  }

  get url(): string {
    return this.http.url;
  }

  /** How many connections were ever made. */
  get connectionCount(): number {
    return this.connections.size;
  }

  stop(): Promise<void> {
    return this.http.stop();
  }

  /** Settings of a process that sends SMS and WhatsApp here. */
  settings(over: Readonly<Record<string, string>> = {}): Record<string, string> {
    return {
      TWILIO_ACCOUNT_SID: TWILIO_ACCOUNT,
      TWILIO_AUTH_TOKEN: TWILIO_TOKEN,
      TWILIO_SMS_FROM: '+15550100123',
      TWILIO_WHATSAPP_FROM: 'whatsapp:+15550100124',
      TWILIO_BASE_URL: this.url,
      ...over,
    };
  }

  messagesTo(to: string): TwilioMessage[] {
    return this.ledger.filter((message) => message.to === to);
  }

  /** The form of a status callback, and where it goes. Noted as the message's status, too. */
  callbackOf(
    message: TwilioMessage,
    status: string,
    errorCode: number | null = null,
  ): { url: string; form: Record<string, string> } {
    Object.assign(message, { status, errorCode });
    const url = message.params.StatusCallback;
    if (url === undefined) throw new Error('the message was sent without a callback');
    return {
      url,
      form: {
        AccountSid: TWILIO_ACCOUNT,
        ApiVersion: '2010-04-01',
        From: message.from,
        MessageSid: message.sid,
        MessageStatus: status,
        SmsSid: message.sid,
        SmsStatus: status,
        To: message.to,
        ...(errorCode !== null && { ErrorCode: String(errorCode) }),
        // fields come and go: whoever verifies must take them all
        [`NewField${randomBytes(2).toString('hex')}`]: 'what nobody knows yet',
      },
    };
  }

  /** The form of a message that a guest writes. */
  inboundForm(from: string, body: string, over: Readonly<Record<string, string>> = {}): Record<string, string> {
    const sid = newSid();
    return {
      AccountSid: TWILIO_ACCOUNT,
      ApiVersion: '2010-04-01',
      Body: body,
      From: from,
      MessageSid: sid,
      NumMedia: '0',
      NumSegments: '1',
      SmsMessageSid: sid,
      SmsSid: sid,
      SmsStatus: 'received',
      To: from.startsWith('whatsapp:') ? 'whatsapp:+15550100124' : '+15550100123',
      ...over,
    };
  }

  protected async listen(): Promise<void> {
    this.http = await HttpDouble.start((call, response) => {
      this.connections.add(response.socket?.remotePort ?? 0);
      this.answer(call, response);
    });
  }

  protected answer(call: HttpCall, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(call.path, 'http://twilio');
    const base = `/2010-04-01/Accounts/${TWILIO_ACCOUNT}/Messages`;
    const auth = `Basic ${Buffer.from(`${TWILIO_ACCOUNT}:${TWILIO_TOKEN}`).toString('base64')}`;
    if (call.headers.authorization !== auth) return refuse(response, 401, 20003, 'Authenticate');
    if (call.method === 'POST' && pathname === `${base}.json`) return this.send(call, response);
    if (call.method === 'GET' && pathname === `${base}.json`) return this.list(searchParams, response);
    const contentSid = /^\/v1\/Content\/(HX[0-9a-fA-F]{32})\/ApprovalRequests$/.exec(pathname)?.[1];
    if (call.method === 'GET' && contentSid !== undefined) return this.approval(contentSid, response);
    const sid = new RegExp(`^${base}/(SM[0-9a-f]{32})\\.json$`).exec(pathname)?.[1];
    const message = this.ledger.find((known) => known.sid === sid);
    if (call.method !== 'GET' || message === undefined)
      return refuse(response, 404, 20404, `The requested resource ${pathname} was not found`);
    this.asked.push(message.sid);
    return answerJson(response, 200, shown(message));
  }

  /** Answers a request to send. */
  protected send(call: HttpCall, response: ServerResponse): void {
    const params = this.understood(call, response);
    if (params === null) return;
    const what = this.onSend(params.To ?? '');
    if (what === 'drop_before') return void response.socket?.destroy();
    if (typeof what === 'object' && 'status' in what) {
      if (what.isTaken === true) this.take(params);
      return refuse(response, what.status, what.code, what.message ?? `Error ${what.code}`, what.headers);
    }
    const message = this.take(params);
    if (what === 'drop_after') return void response.socket?.destroy();
    if (what === 'nonsense') return answerJson(response, 201, { ok: 'perhaps' });
    const answer = (): void => answerJson(response, 201, shown(message));
    if (typeof what === 'object') return void setTimeout(answer, what.delayMs);
    return answer();
  }

  /** The form of a request that is right; any other is noted and answered here. */
  protected understood(call: HttpCall, response: ServerResponse): Record<string, string> | null {
    const form = new URLSearchParams(call.body);
    const params = Object.fromEntries(form) as Record<string, string>;
    this.calls.push({ to: params.To ?? '', at: Date.now() });
    const fault = faultOfMessage(call, form);
    if (fault === null) return params;
    this.misunderstood.push(`${fault.code} ${fault.message}`);
    refuse(response, 400, fault.code, fault.message);
    return null;
  }

  /** Source: twilio.com/docs/content/content-types-api#fetch-an-approval-request */
  private approval(sid: string, response: ServerResponse): void {
    const whatsapp = this.approvals.get(sid);
    if (whatsapp === undefined) return refuse(response, 404, 20404, `The requested resource ${sid} was not found`);
    answerJson(response, 200, {
      sid,
      account_sid: TWILIO_ACCOUNT,
      whatsapp,
      url: `/v1/Content/${sid}/ApprovalRequests`,
    });
  }

  protected take(params: Record<string, string>): TwilioMessage {
    const message: TwilioMessage = {
      sid: newSid(),
      params,
      to: params.To ?? '',
      from: params.From ?? '+15550100125',
      body: params.Body ?? `[${params.ContentSid}] ${params.ContentVariables ?? ''}`,
      createdAt: new Date(),
      status: params.MessagingServiceSid === undefined ? 'queued' : 'accepted',
      errorCode: null,
    };
    this.ledger.push(message);
    return message;
  }

  private list(query: URLSearchParams, response: ServerResponse): void {
    const unknown = [...query.keys()].find((name) => !listParameters.has(name));
    const size = Number(query.get('PageSize') ?? 50);
    if (unknown !== undefined || !(size >= 1 && size <= 1000)) {
      this.misunderstood.push(`list: ${unknown ?? `PageSize ${size}`}`);
      return refuse(response, 400, 20001, 'Unknown parameter');
    }
    const to = query.get('To');
    this.asked.push(`list ${to ?? ''}`);
    const found = this.ledger.filter((message) => to === null || message.to === to).reverse();
    return answerJson(response, 200, {
      messages: found.slice(0, size).map(shown),
      page: 0,
      page_size: size,
      next_page_uri: null,
    });
  }
}

/** Signs a form as Twilio does, for the address it was told. */
export function signedByTwilio(url: string, form: Readonly<Record<string, string>>, token = TWILIO_TOKEN): string {
  return getExpectedTwilioSignature(token, url, form);
}

function newSid(): string {
  return `SM${randomBytes(16).toString('hex')}`;
}

/** A message as Twilio shows it. */
export function shown(message: TwilioMessage): Record<string, unknown> {
  const { sid, params, to, from, body, createdAt, status, errorCode } = message;
  const date = createdAt.toUTCString().replace('GMT', '+0000');
  return {
    account_sid: TWILIO_ACCOUNT,
    api_version: '2010-04-01',
    body,
    date_created: date,
    date_sent: null,
    date_updated: date,
    direction: 'outbound-api',
    error_code: errorCode,
    error_message: null,
    from: params.MessagingServiceSid === undefined ? from : null,
    messaging_service_sid: params.MessagingServiceSid ?? null,
    num_media: '0',
    num_segments: params.MessagingServiceSid === undefined ? '1' : '0',
    price: null,
    price_unit: null,
    sid,
    status,
    subresource_uris: {},
    to,
    uri: `/2010-04-01/Accounts/${TWILIO_ACCOUNT}/Messages/${sid}.json`,
  };
}

/** An error as Twilio words it. */
export function refuse(
  response: ServerResponse,
  status: number,
  code: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  answerJson(
    response,
    status,
    { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
    headers,
  );
}
