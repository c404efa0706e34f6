import type { ServerResponse } from 'node:http';
import { answerJson, type HttpCall } from '../../harness/http-double';
import { refuse, shown, TwilioDouble, type TwilioMessage } from '../../harness/twilio-double';
import { type Arrival, type Behaviour, CALM, pause, type ProviderDouble, type TakenMail } from './provider-double';

/** The template of the invitations, which this double's WhatsApp has approved. */
export const CONTENT_SID = `HX${'0b'.repeat(16)}`;

/**
 * Twilio for SMS and WhatsApp, as strict as in the tests, that can fail in every way. It recognises no repeats: every request that it takes
 * is a message of its own. Processes are told apart by the first part of the path.
 */
export class PhoneDouble extends TwilioDouble implements ProviderDouble {
  readonly name = 'twilio';
  readonly channels = ['sms', 'whatsapp'] as const;
  readonly isKeyed = false;
  readonly taken: TakenMail[] = [];
  readonly arrivals: Arrival[] = [];
  readonly brokenOff = new Map<string, number>();
  readonly refused = new Set<string>();
  behaviour: Behaviour = CALM;
  private readonly bySid = new Map<string, TwilioMessage>();

  private constructor(private readonly slowMs: number) {
    super();
  }

  /** @param slowMs longer than a worker waits for an answer */
  static async open(slowMs: number): Promise<PhoneDouble> {
    const double = new PhoneDouble(slowMs);
    double.approvals.set(CONTENT_SID, { status: 'approved', category: 'MARKETING', rejection_reason: '' });
    await double.listen();
    return double;
  }

  settingsFor(process: string): Record<string, string> {
    return this.settings({ TWILIO_BASE_URL: `${this.url}/${process}`, WHATSAPP_DAILY_RECIPIENTS: '10000000' });
  }

  /** A status callback about a message that it took. */
  callbackAbout(
    mail: TakenMail,
    word: string,
    errorCode: number | null,
  ): { url: string; form: Record<string, string> } {
    const message = this.bySid.get(mail.providerId);
    if (message === undefined) throw new Error(`never took ${mail.providerId}`);
    return this.callbackOf(message, word, errorCode);
  }

  protected override answer(call: HttpCall, response: ServerResponse): void {
    const [, process = '', ...rest] = call.path.split('/');
    super.answer({ ...call, path: `/${rest.join('/')}`, headers: { ...call.headers, 'x-process': process } }, response);
  }

  protected override send(call: HttpCall, response: ServerResponse): void {
    const worker = String(call.headers['x-process']);
    if (this.behaviour.onStage('intent', worker) === 'dead') return void response.socket?.destroy();
    const params = this.understood(call, response);
    if (params !== null) void this.deliver(worker, params, response);
  }

  private async deliver(worker: string, params: Record<string, string>, response: ServerResponse): Promise<void> {
    const deliveryId = new URL(params.StatusCallback ?? 'http://none').searchParams.get('d') ?? 'no id';
    this.arrivals.push({ deliveryId, worker, at: Date.now() });
    response.on('close', () => {
      if (!response.writableFinished) this.brokenOff.set(deliveryId, Date.now());
    });
    const trouble = this.behaviour.troubleFor(deliveryId);
    if (trouble === 'dropped before accepting') return void response.socket?.destroy();
    if (trouble === 'too many requests') {
      refuse(response, 429, 20429, 'Too Many Requests', { 'retry-after': '1' });
      return;
    }
    if (trouble === 'error before accepting') {
      refuse(response, 500, 20500, 'Internal Server Error');
      return;
    }
    if (trouble === 'refused') {
      this.refused.add(deliveryId);
      refuse(response, 400, 21614, `'To' number ${params.To} is not a valid mobile number`);
      return;
    }
    const message = this.take(params);
    this.bySid.set(message.sid, message);
    const channel = message.to.startsWith('whatsapp:') ? 'whatsapp' : 'sms';
    const mail: TakenMail = {
      ...{ deliveryId, channel, to: message.to, providerId: message.sid, at: Date.now(), answeredAt: null },
    };
    this.taken.push(mail);
    this.behaviour.onTaken(mail);
    if (this.behaviour.onStage('midway', worker) === 'dead') return;
    await pause(trouble === 'slower than the time-out' ? this.slowMs : this.behaviour.latencyMs());
    if (response.destroyed) return;
    if (trouble === 'dropped after accepting') response.socket?.destroy();
    else if (trouble === 'error after accepting') refuse(response, 500, 20500, 'Internal Server Error');
    else if (trouble === 'malformed answer') answerJson(response, 201, { ok: 'perhaps' });
    else answerJson(response, 201, shown(message));
    mail.answeredAt = Date.now();
    this.behaviour.onStage('answered', worker);
  }
}
