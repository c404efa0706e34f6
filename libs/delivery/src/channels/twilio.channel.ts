import type { TwilioSettings } from '@beckon/core';
import { providers, twilioBreaker } from '../domain/providers';
import { RateWindow } from '../domain/rate-window';
import { classifyTwilioFailure } from '../domain/twilio-outcome';
import { twilioRequest } from '../domain/twilio-request';
import type { Channel, Outcome, Outgoing, Room, Trouble } from './channel';
import { TwilioApi } from './twilio-api';
import { aCall, type TwilioCall } from './twilio-wire';

/**
 * SMS or WhatsApp through Twilio. It recognises no repeats for messages, so a lost answer is never asked for again: the delivery's id is in
 * the callback's address, and a callback or the account's message list tells later what happened.
 */
export class TwilioChannel implements Channel {
  /** Simulated ones are told apart in the ledger by the name of the log stub. */
  readonly provider: 'twilio' | 'log';
  readonly isKeyed = providers.twilio.isKeyed;
  readonly breaker: string;
  /** Two workers stay below the about one hundred requests at once that Twilio lets an account have (error 20429, safe to repeat). */
  readonly capacity = 48;
  private readonly api: TwilioApi;
  private readonly window = new RateWindow(Infinity);

  /**
   * @param sender a number, `whatsapp:+...` or a Messaging Service
   * @param publicBaseUrl where Twilio sends its callbacks
   */
  constructor(
    readonly channel: 'sms' | 'whatsapp',
    settings: TwilioSettings,
    private readonly sender: string,
    private readonly publicBaseUrl: string,
  ) {
    this.provider = settings.isSimulated ? 'log' : 'twilio';
    this.breaker = twilioBreaker(channel, settings.isSimulated);
    this.api = new TwilioApi(settings);
  }

  room(): Room {
    return this.window.room(performance.now());
  }

  async send(outgoing: Outgoing, signal: AbortSignal): Promise<Outcome> {
    const made = twilioRequest(this.channel, outgoing, this.sender, this.publicBaseUrl);
    if ('reason' in made) return { kind: 'refused', code: made.code, error: made.reason, suppress: false };
    const call = aCall(signal);
    try {
      const sid = await this.api.create(made.request, call);
      if (sid !== null) return { kind: 'accepted', providerMessageId: sid.slice(0, 200) };
      return { kind: 'unclear', code: 'NO_ID', error: 'The answer holds no id.' };
    } catch (error) {
      const outcome = outcomeOf(error, call, outgoing.to);
      if (outcome.kind === 'not_sent' && outcome.blame === 'pace')
        this.window.hold(outcome.retryAfterMs ?? 0, performance.now());
      return outcome;
    }
  }

  prepare(): Promise<void> {
    return this.api.prepare();
  }

  close(): Promise<void> {
    this.api.close();
    return Promise.resolve();
  }
}

function outcomeOf(error: unknown, call: TwilioCall, to: string): Trouble {
  const { code, message } = error as { code?: unknown; message?: string };
  return classifyTwilioFailure({
    status: call.status,
    code: typeof code === 'number' ? code : null,
    message: call.signal.aborted ? 'No answer in time.' : (message ?? 'No reason given.'),
    to,
    hasConnected: call.hasConnected,
    networkCode: typeof code === 'string' && call.status === null && !call.signal.aborted ? code.slice(0, 60) : null,
    retryAfterMs: call.retryAfterMs,
  });
}
