import type { Deployment } from './deployment';
import { pause, type ProviderDouble, type TakenMail } from './doubles/provider-double';
import type { Fault, Strikes } from './faults';
import type { Random } from './random';
import {
  type Answer,
  type Forgery,
  mailReport,
  postCallback,
  postWebhook,
  type Receipt,
  type Word,
} from './receipt-wires';

/** Requests on the way at once. */
const AT_ONCE = 8;
/** Each is offered until somebody takes it; providers do so for a day. */
const MOST_TRIES = 80;
/** A phone that is off, for SMS; a guest that WhatsApp does not deliver to at present. Neither suppresses anybody. */
const FAILURES = { sms: 30008, whatsapp: 63032 } as const;
/** Only a forged callback says this, so that it would be found. */
const FORGED_CODE = 30999;

const named: Readonly<Record<'mail' | 'twilio', Readonly<Record<'repeated' | 'shuffled' | 'early', Fault>>>> = {
  mail: {
    repeated: 'receipt three times',
    shuffled: 'receipts in the wrong order',
    early: 'receipt before our own reply',
  },
  twilio: {
    repeated: 'Twilio: callback three times',
    shuffled: 'Twilio: callbacks in the wrong order',
    early: 'Twilio: callback before its own reply',
  },
};
const namedForgery: Readonly<Record<Forgery, Fault>> = {
  'signed by somebody else': 'Twilio: callback forged',
  stale: 'receipt forged',
  'another address': 'Twilio: callback with another address',
  'another account': 'Twilio: callback for another account',
};

/**
 * What one provider tells later about the messages that it took: signed webhooks to the APIs for Resend and Twilio, bounce mails to the workers
 * for plain SMTP; repeated, in the wrong order, before our own reply, and forged ones that nobody may believe.
 */
export class Receipts {
  /** When the first receipt about a delivery was taken by us, by its id. */
  readonly takenAt = new Map<string, number>();
  /** Deliveries of which it says that they failed after all. */
  readonly failed = new Set<string>();
  /** Ids of forged receipts: none of them may be stored. */
  readonly forged: string[] = [];
  /** What must not have happened. */
  readonly complaints: string[] = [];
  sent = 0;
  private open = 0;
  private running = 0;
  private readonly queue: Receipt[] = [];
  private readonly names: (typeof named)['mail'];
  private number = 0;

  /** @param share of the messages that any receipt is sent for */
  constructor(
    private readonly deployment: Deployment,
    private readonly provider: ProviderDouble,
    private readonly random: Random,
    private readonly strikes: Strikes,
    private readonly share: number,
  ) {
    this.names = named[provider.name === 'twilio' ? 'twilio' : 'mail'];
  }

  /** Called at the moment when the provider takes a message. */
  plan(mail: TakenMail): void {
    if (this.random.next() >= this.share) return;
    const words = this.wordsFor(mail);
    const isEarly = this.random.next() < 0.1;
    const repeats = this.random.next() < 0.1 ? 3 : 1;
    if (repeats === 3) this.strikes.add(this.names.repeated);
    if (words.length > 1) this.strikes.add(this.names.shuffled);
    words.forEach((word, place) => {
      const id = this.idOf('msg');
      // the last word stands first in the list and goes first, the others follow
      const waitMs = isEarly && place === 0 ? 0 : 300 + place * 400 + this.random.between(0, 1500);
      for (let n = 0; n < repeats; n++) this.later({ mail, word, id, forgery: null }, waitMs + n * 20);
    });
    // each kind early on, so that a short round has all of them
    if (this.random.next() < (this.forged.length < 3 ? 0.2 : 0.02)) this.forge(mail);
  }

  /** Resolves when everything planned so far was taken. */
  async drained(): Promise<void> {
    while (this.open > 0) await pause(100);
  }

  /** What is told of one message, the last word first. */
  private wordsFor({ channel, deliveryId }: TakenMail): Word[] {
    const fate = this.random.next();
    if (channel === 'email') {
      const words: Word[] = [fate < 0.03 ? 'bounced' : 'delivered'];
      if (this.provider.isKeyed && this.random.next() < 0.3) words.push('sent');
      if (this.provider.isKeyed && this.random.next() < 0.02) words.push('complained');
      return words;
    }
    if (fate < 0.03) {
      this.failed.add(deliveryId);
      this.strikes.add('Twilio: failed after it was taken');
      return [channel === 'sms' ? 'undelivered' : 'failed', 'sent'];
    }
    const words: Word[] = ['delivered'];
    if (channel === 'whatsapp' && this.random.next() < 0.4) words.unshift('read');
    if (this.random.next() < 0.5) words.push('sent');
    if (this.random.next() < 0.2) words.push('sending');
    return words;
  }

  private forge(mail: TakenMail): void {
    const kinds: Forgery[] =
      mail.channel === 'email'
        ? ['signed by somebody else', 'stale']
        : ['signed by somebody else', 'another address', 'another account'];
    const forgery = kinds[this.forged.length % kinds.length]!;
    const isMail = mail.channel === 'email';
    const id = isMail ? this.idOf('forged') : `${mail.providerId}:failed:${FORGED_CODE}`;
    this.forged.push(id);
    this.later({ mail, word: isMail ? 'bounced' : 'failed', id, forgery }, this.random.between(0, 1000));
  }

  private idOf(kind: string): string {
    return `${kind}_${this.deployment.name}_${++this.number}`;
  }

  private later(receipt: Receipt, waitMs: number): void {
    this.open++;
    setTimeout(() => {
      this.queue.push(receipt);
      this.next();
    }, waitMs);
  }

  private next(): void {
    while (this.running < AT_ONCE && this.queue.length > 0) {
      const receipt = this.queue.shift()!;
      this.running++;
      void this.offer(receipt).finally(() => {
        this.running--;
        this.open--;
        this.next();
      });
    }
  }

  private async offer(receipt: Receipt): Promise<void> {
    const { mail, id, forgery } = receipt;
    for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
      const isEarly = mail.answeredAt === null;
      const answer = await this.ask(receipt).catch(() => 'nobody there' as const);
      if (answer === 'refused' && forgery !== null) {
        this.strikes.add(mail.channel === 'email' ? 'receipt forged' : namedForgery[forgery]);
        return;
      }
      if (answer === 'taken') {
        if (forgery !== null) this.complaints.push(`a forged receipt was taken: ${id}`);
        this.sent++;
        if (isEarly && mail.answeredAt === null) this.strikes.add(this.names.early);
        if (!this.takenAt.has(mail.deliveryId)) this.takenAt.set(mail.deliveryId, Date.now());
        return;
      }
      if (answer === 'refused') return void this.complaints.push(`a true receipt was refused: ${id}`);
      await pause(200 + attempt * 20);
    }
    this.complaints.push(`nobody took the receipt ${id}`);
  }

  private ask(receipt: Receipt): Promise<Answer> {
    const { mail, word, forgery } = receipt;
    if (mail.channel === 'email')
      return this.provider.isKeyed
        ? postWebhook(this.deployment, receipt)
        : mailReport(receipt, this.random.pick(this.deployment.bouncePorts));
    const isFailure = word === 'failed' || word === 'undelivered';
    const code = forgery !== null ? FORGED_CODE : isFailure ? FAILURES[mail.channel] : null;
    return postCallback(this.deployment, receipt, code);
  }
}
