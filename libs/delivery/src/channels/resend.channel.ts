import { type CreateEmailOptions, Resend } from 'resend';
import type { ResendSettings } from '@beckon/core';
import { providers } from '../domain/providers';
import { RateWindow } from '../domain/rate-window';
import { classifyResendFailure, rateFactsOf, retryAfterMsOf } from '../domain/resend-outcome';
import type { Channel, Outcome, Outgoing, Room } from './channel';

/** The smallest limit that Resend documents; the first answer says what it really is. */
const FIRST_SENDS = 2;

type Answer = Awaited<ReturnType<Resend['emails']['send']>>;

/**
 * E-mail through Resend, one mail per request. The key is the delivery's, the same at every attempt, so a mail whose answer was
 * lost is sent again and Resend answers with the first. Everything in the request comes from the frozen message: another byte
 * under the same key is refused.
 */
export class ResendChannel implements Channel {
  readonly channel = 'email';
  readonly provider = 'resend';
  readonly isKeyed = providers.resend.isKeyed;
  readonly capacity = 10;
  private readonly resend: Resend;
  private readonly window = new RateWindow(FIRST_SENDS);

  constructor(private readonly settings: ResendSettings) {
    this.resend = new Resend(settings.apiKey, { baseUrl: settings.baseUrl });
  }

  room(): Room {
    return this.window.room(performance.now());
  }

  async send(outgoing: Outgoing, signal: AbortSignal): Promise<Outcome> {
    this.window.started();
    let headers: Answer['headers'] = null;
    try {
      // the library has no time-out of its own; what is beside the key goes to fetch as it is
      const options = { idempotencyKey: `d:${outgoing.deliveryId}`, signal };
      const answer = await this.resend.emails.send(this.requestFor(outgoing), options);
      headers = answer.headers;
      return this.outcomeOf(answer, signal);
    } catch (error) {
      return { kind: 'unclear', code: 'RESEND', error: (error as Error).name };
    } finally {
      this.window.ended(headers === null ? null : rateFactsOf(headers), performance.now());
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private outcomeOf(answer: Answer, signal: AbortSignal): Outcome {
    const failure: unknown = answer.error;
    if (failure === null) {
      // an answer of 200 may be nonsense, whatever the types say
      const id: unknown = (answer.data as { id?: unknown } | null)?.id;
      if (typeof id === 'string' && id !== '') return { kind: 'accepted', providerMessageId: id.slice(0, 200) };
      return { kind: 'unclear', code: 'NO_ID', error: 'The answer holds no id.' };
    }
    const { name, statusCode, message } = (typeof failure === 'object' ? failure : {}) as Record<string, unknown>;
    const outcome = classifyResendFailure({
      name: typeof name === 'string' && statusCode !== null ? name.slice(0, 60) : null,
      status: typeof statusCode === 'number' ? statusCode : null,
      message: signal.aborted ? 'No answer in time.' : typeof message === 'string' ? message : 'No reason given.',
      retryAfterMs: retryAfterMsOf(answer.headers ?? {}),
    });
    if (outcome.kind === 'not_sent' && outcome.blame === 'pace' && outcome.code !== 'concurrent_idempotent_requests')
      this.window.hold(outcome.retryAfterMs ?? 0, performance.now());
    return outcome;
  }

  private requestFor(outgoing: Outgoing): CreateEmailOptions {
    const { envelope, unsubscribeUrl } = outgoing;
    const from = envelope.from ?? this.settings.from;
    const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
    return {
      from: mailbox(from),
      to: outgoing.to,
      subject: outgoing.subject ?? '',
      text: outgoing.text,
      ...(outgoing.html !== null && { html: outgoing.html }),
      ...(envelope.replyTo !== null && { replyTo: envelope.replyTo }),
      headers: {
        'Auto-Submitted': 'auto-generated',
        ...(envelope.listId !== null && { 'List-Id': `<${envelope.listId}.${domain}>` }),
        ...(unsubscribeUrl !== null && {
          'List-Unsubscribe': `<${unsubscribeUrl}>`,
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        }),
      },
      // comes back with every receipt
      tags: [{ name: 'delivery_id', value: outgoing.deliveryId }],
    };
  }
}

/** `Name <address>`, with quotes where the name holds what RFC 5322 gives a meaning. */
function mailbox({ name, address }: { readonly name: string; readonly address: string }): string {
  const clean = name.replace(/[\x00-\x1f\x7f\u0085\u2028\u2029]+/g, ' ').trim();
  if (clean === '') return address;
  return `${/[()<>[\]:;@\\,."]/.test(clean) ? `"${clean.replace(/["\\]/g, '\\$&')}"` : clean} <${address}>`;
}
