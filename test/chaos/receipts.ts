import { createTransport } from 'nodemailer';
import { Webhook } from 'standardwebhooks';
import { type Deployment, WEBHOOK_SECRET } from './deployment';
import { pause, type TakenMail } from './doubles/provider-double';
import type { Strikes } from './faults';
import type { Random } from './random';

/** Requests on the way at once. */
const AT_ONCE = 8;
/** Each is offered until somebody takes it; providers do so for a day. */
const MOST_TRIES = 80;
const FORGED_SECRET = `whsec_${Buffer.from('somebody else knows only this').toString('base64')}`;

/** What a provider says of a mail later. */
type Word = 'sent' | 'delivered' | 'bounced' | 'complained';

interface Job {
  readonly mail: TakenMail;
  readonly word: Word;
  readonly id: string;
  readonly isForged: boolean;
}

/**
 * What the provider tells later about the mails that it took: signed webhooks to the APIs for Resend, bounce mails to the workers for plain
 * SMTP; repeated, in the wrong order, before our own reply, and forged ones that nobody may believe.
 */
export class Receipts {
  /** When the first receipt about a delivery was taken by us, by its id. */
  readonly takenAt = new Map<string, number>();
  /** Ids of forged receipts: none of them may be stored. */
  readonly forged: string[] = [];
  /** What must not have happened. */
  readonly complaints: string[] = [];
  sent = 0;
  private open = 0;
  private running = 0;
  private readonly queue: Job[] = [];
  private number = 0;

  /** @param share of the mails that any receipt is sent for */
  constructor(
    private readonly deployment: Deployment,
    private readonly random: Random,
    private readonly strikes: Strikes,
    private readonly share: number,
  ) {}

  /** Called at the moment when the provider takes a mail. */
  plan(mail: TakenMail): void {
    const isShown = this.random.next() < this.share;
    if (!isShown) return;
    const fate = this.random.next();
    const last: Word = fate < 0.03 ? 'bounced' : 'delivered';
    const words: Word[] = [last];
    if (this.deployment.provider.isKeyed && this.random.next() < 0.3) words.push('sent');
    if (this.deployment.provider.isKeyed && this.random.next() < 0.02) words.push('complained');
    const isEarly = this.random.next() < 0.1;
    const isShuffled = words.length > 1;
    const repeats = this.random.next() < 0.1 ? 3 : 1;
    if (repeats === 3) this.strikes.add('receipt three times');
    if (isShuffled) this.strikes.add('receipts in the wrong order');
    words.forEach((word, place) => {
      const id = `msg_${this.deployment.name}_${++this.number}`;
      // "delivered" stands first in the list and goes first, "sent" follows
      const waitMs = isEarly && place === 0 ? 0 : 300 + place * 400 + this.random.between(0, 1500);
      for (let n = 0; n < repeats; n++) this.later({ mail, word, id, isForged: false }, waitMs + n * 20);
    });
    if (this.random.next() < 0.02) {
      const id = `forged_${this.deployment.name}_${++this.number}`;
      this.forged.push(id);
      this.later({ mail, word: 'bounced', id, isForged: true }, this.random.between(0, 1000));
    }
  }

  /** Resolves when everything planned so far was taken. */
  async drained(): Promise<void> {
    while (this.open > 0) await pause(100);
  }

  private later(job: Job, waitMs: number): void {
    this.open++;
    setTimeout(() => {
      this.queue.push(job);
      this.next();
    }, waitMs);
  }

  private next(): void {
    while (this.running < AT_ONCE && this.queue.length > 0) {
      const job = this.queue.shift()!;
      this.running++;
      void this.offer(job).finally(() => {
        this.running--;
        this.open--;
        this.next();
      });
    }
  }

  private async offer(job: Job): Promise<void> {
    const { provider } = this.deployment;
    for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
      const isEarly = job.mail.answeredAt === null;
      const answer = await (provider.isKeyed ? this.post(job) : this.mail(job)).catch(() => 'nobody there' as const);
      if (answer === 'refused' && job.isForged) {
        this.strikes.add('receipt forged');
        return;
      }
      if (answer === 'taken') {
        if (job.isForged) this.complaints.push(`a forged receipt was taken: ${job.id}`);
        this.sent++;
        if (isEarly && job.mail.answeredAt === null) this.strikes.add('receipt before our own reply');
        if (!this.takenAt.has(job.mail.deliveryId)) this.takenAt.set(job.mail.deliveryId, Date.now());
        return;
      }
      if (answer === 'refused') return void this.complaints.push(`a true receipt was refused: ${job.id}`);
      await pause(200 + attempt * 20);
    }
    this.complaints.push(`nobody took the receipt ${job.id}`);
  }

  private async post({ mail, word, id, isForged }: Job): Promise<'taken' | 'refused' | 'later'> {
    const raw = JSON.stringify({
      type: `email.${word}`,
      created_at: new Date().toISOString(),
      data: {
        email_id: mail.providerId,
        to: [mail.to],
        tags: { delivery_id: mail.deliveryId },
        ...(word === 'bounced' && { bounce: { type: 'Permanent', subType: 'General', message: '550 5.1.1 unknown' } }),
      },
    });
    const now = new Date();
    // half of the forged ones are truly signed and stale: somebody has kept them
    const isStale = isForged && id.endsWith('0');
    const at = isStale ? new Date(now.getTime() - 3_600_000) : now;
    const key = isForged && !isStale ? FORGED_SECRET : WEBHOOK_SECRET;
    const headers = {
      'content-type': 'application/json',
      'svix-id': id,
      'svix-timestamp': String(Math.floor(at.getTime() / 1000)),
      'svix-signature': new Webhook(key).sign(id, at, raw),
    };
    const { status } = await this.deployment.client().request('POST', '/webhooks/resend', { raw, headers });
    if (status === 204) return 'taken';
    return status === 403 ? 'refused' : 'later';
  }

  /** A delivery status notification. Forged: from somebody, although a report has the empty sender. */
  private async mail({ mail, word, isForged }: Job): Promise<'taken' | 'refused' | 'later'> {
    const ports = this.deployment.bouncePorts;
    const transport = createTransport({
      host: '127.0.0.1',
      port: this.random.pick(ports),
      connectionTimeout: 2000,
      socketTimeout: 10_000,
    });
    const isFailure = word === 'bounced';
    const raw = [
      'From: MAILER-DAEMON@mx.test',
      'To: events@beckon.test',
      'Subject: Report',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      '',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.test',
      '',
      `Final-Recipient: rfc822; ${mail.to}`,
      `Action: ${isFailure ? 'failed' : 'delivered'}`,
      `Status: ${isFailure ? '5.1.1' : '2.0.0'}`,
      '',
      '--b',
      'Content-Type: text/rfc822-headers',
      '',
      `Message-ID: <d.${mail.deliveryId}@beckon.test>`,
      '',
      '--b--',
      '',
    ].join('\r\n');
    try {
      await transport.sendMail({ envelope: { from: isForged ? 'x@mx.test' : '', to: ['events@beckon.test'] }, raw });
      return 'taken';
    } catch (error) {
      const code = (error as { responseCode?: number }).responseCode ?? 0;
      return code >= 500 ? 'refused' : 'later';
    }
  }
}
