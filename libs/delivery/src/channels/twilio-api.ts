import type { Twilio } from 'twilio';
import type { TwilioSettings } from '@beckon/core';
import type { TwilioRequest } from '../domain/twilio-request';
import { type TwilioCall, TwilioWire } from './twilio-wire';

/** A message as Twilio shows it. Anything may be missing: proxies answer too. */
export interface TwilioMessage {
  readonly sid: string;
  readonly status: string;
  readonly errorCode: number | null;
  readonly body: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly messagingServiceSid: string | null;
  readonly direction: string;
  readonly createdAt: Date | null;
}

/** Most messages of one number that are looked through. */
const LISTED = 100;

/** The messages of one Twilio account, through Twilio's own library. */
export class TwilioApi {
  private readonly wire: TwilioWire;
  private readonly client: Promise<Twilio>;

  constructor(settings: TwilioSettings) {
    this.wire = new TwilioWire(settings.baseUrl);
    this.client = connect(settings, this.wire);
    // a failure to load shows at each call
    this.client.catch(() => undefined);
  }

  /** Loads the library, which does so in parts: a quarter of a second in which nothing else runs. */
  async prepare(): Promise<void> {
    await this.client.then(({ messages }) => messages).catch(() => undefined);
  }

  /** Asks Twilio to send. @returns its id; null when the answer holds none @throws whatever the library throws */
  async create(request: TwilioRequest, call: TwilioCall): Promise<string | null> {
    const client = await this.client;
    const { sid } = await this.wire.run(call, () => client.messages.create(request));
    return typeof (sid as unknown) === 'string' && sid !== '' ? sid : null;
  }

  /** @returns null when Twilio has no such message */
  async find(sid: string, call: TwilioCall): Promise<TwilioMessage | null> {
    const client = await this.client;
    try {
      return messageOf(await this.wire.run(call, () => client.messages(sid).fetch()));
    } catch (error) {
      if (call.status === 404) return null;
      throw error;
    }
  }

  /** The newest messages to a number. `To` is the only filter that also finds what is still queued. */
  async listTo(to: string, call: TwilioCall): Promise<TwilioMessage[]> {
    const client = await this.client;
    const messages = await this.wire.run(call, () => client.messages.list({ to, limit: LISTED, pageSize: LISTED }));
    return messages.map(messageOf).filter((message) => message !== null);
  }

  close(): void {
    this.wire.close();
  }
}

type Listed = Awaited<ReturnType<Twilio['messages']['list']>>[number];

function messageOf(message: Listed): TwilioMessage | null {
  const { sid, status, errorCode, body, from, to, messagingServiceSid, direction, dateCreated } =
    message as Partial<Listed>;
  if (typeof sid !== 'string' || typeof status !== 'string') return null;
  return {
    sid,
    status,
    errorCode: typeof errorCode === 'number' ? errorCode : null,
    body: body ?? '',
    from: from ?? null,
    to: to ?? null,
    messagingServiceSid: messagingServiceSid ?? null,
    direction: direction ?? '',
    createdAt: dateCreated instanceof Date && !Number.isNaN(dateCreated.getTime()) ? dateCreated : null,
  };
}

/** Loaded only where Twilio is used: the library is big. */
async function connect({ accountSid, authTokens }: TwilioSettings, wire: TwilioWire): Promise<Twilio> {
  const { default: twilio } = await import('twilio');
  return twilio(accountSid, authTokens[0], {
    // ours has the one method that the library calls
    httpClient: wire as unknown as InstanceType<typeof twilio.RequestClient>,
    autoRetry: false,
  });
}
