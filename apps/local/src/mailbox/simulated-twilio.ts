import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Fate, fateOf } from './magic-numbers';
import type { MailStore } from './mail-store';
import { packText } from './text-message';
import { type TwilioAccount, TwilioCallbacks } from './twilio-callbacks';

/** How far a message has come. The order is Twilio's; the last two are an end of their own. */
export const STATUSES = ['queued', 'sent', 'delivered', 'read', 'undelivered', 'failed'] as const;
export type Status = (typeof STATUSES)[number];

export interface SimulationSettings extends TwilioAccount {
  /** E.164, without `whatsapp:`. */
  readonly senders: { readonly sms: string; readonly whatsapp: string };
  /** Where what guests write goes. */
  readonly inboundUrl: string;
}

/** What the API answers: a status and JSON, as Twilio's. */
export interface TwilioAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const SENT_AFTER_MS = 300;
const NEXT_AFTER_MS = 700;
/** Statuses are kept in memory only: what is older counts as sent, and a repeated callback changes nothing. */
const REMEMBERED = 20_000;
const NUMBER = /^(whatsapp:)?(\+[1-9]\d{6,14})$/;

/**
 * A development stand-in for Twilio: it takes messages over Twilio's own HTTP, keeps them in the mailbox, and tells their status through
 * the same signed webhooks. A phone gets a message when somebody looks at it, so until then a message is `sent`.
 */
export class SimulatedTwilio {
  private readonly callbacks: TwilioCallbacks;
  private readonly statuses = new Map<string, Status>();
  /** Messages whose next status is on its way. */
  private readonly moving = new Set<string>();
  /** Numbers to which the first message has failed, where the next one goes through. */
  private readonly passed = new Set<string>();
  private readonly closing = new AbortController();

  constructor(
    private readonly settings: SimulationSettings,
    private readonly store: MailStore,
  ) {
    this.callbacks = new TwilioCallbacks(settings);
  }

  get accountSid(): string {
    return this.settings.accountSid;
  }

  /** `POST /2010-04-01/Accounts/{AC}/Messages.json`. Source: twilio.com/docs/messaging/api/message-resource */
  async create(authorization: string | undefined, form: URLSearchParams): Promise<TwilioAnswer> {
    const { accountSid, token } = this.settings;
    const expected = `Basic ${Buffer.from(`${accountSid}:${token}`).toString('base64')}`;
    if (authorization !== expected) return refusal(401, 20003, 'Authenticate');
    const [to, from, body] = [NUMBER.exec(form.get('To') ?? ''), NUMBER.exec(form.get('From') ?? ''), form.get('Body')];
    if (to === null) return refusal(400, 21211, `Invalid 'To' Phone Number: ${form.get('To')}`);
    if (from === null || from[1] !== to[1]) return refusal(400, 21910, "'From' and 'To' must be of one channel");
    if (body === null || body === '') return refusal(400, 21602, 'Message body is required');
    const channel = to[1] === undefined ? 'sms' : 'whatsapp';
    const [phone, sender] = [to[2] ?? '', from[2] ?? ''];
    const fate = this.fateNow(phone, channel);
    if (fate?.refusedWith !== undefined)
      return refusal(fate.refusedWith, fate.code, `Simulated by the number, ${fate.words}`);
    const sid = newSid();
    const callback = form.get('StatusCallback') ?? undefined;
    await this.store.append(
      { channel, from: sender, to: [phone] },
      packText({ text: body, sid, callback, ...(fate !== null && { failsWith: fate.code }) }),
    );
    this.remember(sid, 'queued');
    if (callback !== undefined) void this.begin({ sid, callback, channel, phone }, fate);
    return {
      status: 201,
      body: {
        sid,
        status: 'queued',
        to: form.get('To'),
        from: form.get('From'),
        body,
        error_code: null,
        num_segments: '1',
      },
    };
  }

  /** Tells nothing more; what is under way ends by itself. */
  close(): void {
    this.closing.abort();
  }

  statusOf(sid: string): Status {
    return this.statuses.get(sid) ?? 'sent';
  }

  /** Somebody looks at a phone: a message arrives there, and a WhatsApp message is read, too. */
  async seen(message: Told): Promise<void> {
    if (this.moving.has(message.sid)) return;
    this.moving.add(message.sid);
    try {
      for (const status of message.channel === 'whatsapp'
        ? (['delivered', 'read'] as const)
        : (['delivered'] as const)) {
        if (rank(this.statusOf(message.sid)) >= rank(status)) continue;
        await sleep(NEXT_AFTER_MS);
        if (!(await this.tell(message, status))) return;
      }
    } finally {
      this.moving.delete(message.sid);
    }
  }

  /**
   * A guest writes.
   *
   * @returns the HTTP status with which the product took it; null when it did not answer
   */
  async write(channel: 'sms' | 'whatsapp', phone: string, text: string): Promise<number | null> {
    const sender = this.settings.senders[channel];
    const sid = newSid();
    await this.store.append({ channel, from: phone, to: [sender] }, packText({ text, sid, isReply: true }));
    const prefix = channel === 'whatsapp' ? 'whatsapp:' : '';
    return this.callbacks.post(this.settings.inboundUrl, {
      Body: text,
      From: prefix + phone,
      MessageSid: sid,
      NumMedia: '0',
      NumSegments: '1',
      SmsMessageSid: sid,
      SmsSid: sid,
      SmsStatus: 'received',
      To: prefix + sender,
    });
  }

  /** Tells that a message was sent, and of one that fails, that too. */
  private async begin(message: Told, fate: Fate | null): Promise<void> {
    await sleep(SENT_AFTER_MS);
    if (fate?.told !== 'failed') await this.tell(message, 'sent');
    if (fate?.told === undefined) return;
    await sleep(NEXT_AFTER_MS);
    await this.tell(message, fate.told, fate.code);
  }

  private fateNow(phone: string, channel: 'sms' | 'whatsapp'): Fate | null {
    const fate = fateOf(phone, channel);
    if (fate?.isPassing !== true) return fate;
    const key = `${channel} ${phone}`;
    if (this.passed.has(key)) return null;
    this.passed.add(key);
    return fate;
  }

  /** @returns false when the product did not take it: it is told again when somebody looks again */
  private async tell(
    { sid, callback, channel, phone }: Told,
    status: Status,
    errorCode: number | null = null,
  ): Promise<boolean> {
    if (this.isEnding()) return false;
    const prefix = channel === 'whatsapp' ? 'whatsapp:' : '';
    const answer = await this.callbacks.post(callback, {
      From: prefix + this.settings.senders[channel],
      MessageSid: sid,
      MessageStatus: status,
      SmsSid: sid,
      SmsStatus: status,
      To: prefix + phone,
      ...(errorCode !== null && { ErrorCode: String(errorCode) }),
    });
    const isTaken = answer !== null && answer < 300;
    if (isTaken && rank(this.statusOf(sid)) < rank(status)) this.remember(sid, status);
    else if (!isTaken && !this.isEnding())
      console.error(`A status of the simulated Twilio was not taken (${answer ?? 'no answer'}).`);
    return isTaken;
  }

  private isEnding(): boolean {
    return this.closing.signal.aborted;
  }

  private remember(sid: string, status: Status): void {
    if (this.statuses.size >= REMEMBERED) this.statuses.delete(this.statuses.keys().next().value as string);
    this.statuses.set(sid, status);
  }
}

/** A message whose status can be told. */
export interface Told {
  readonly sid: string;
  readonly callback: string;
  readonly channel: 'sms' | 'whatsapp';
  /** E.164. */
  readonly phone: string;
}

const rank = (status: Status): number => STATUSES.indexOf(status);
const newSid = (): string => `SM${randomBytes(16).toString('hex')}`;

function refusal(status: number, code: number, message: string): TwilioAnswer {
  return { status, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } };
}
