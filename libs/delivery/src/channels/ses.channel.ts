import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { Clock, SesSettings } from '@beckon/core';
import { composeMime } from '../domain/mime';
import { providers } from '../domain/providers';
import { RateWindow } from '../domain/rate-window';
import { classifySesFailure } from '../domain/ses-outcome';
import type { Channel, Outcome, Outgoing, Room } from './channel';

const CONNECT_TIMEOUT_MS = 5000;
/** A connection is dropped before the other side does it: a request lost on a dying connection would be `unknown` for ever. */
const IDLE_MS = 4000;

interface Ses {
  readonly client: SESv2Client;
  readonly Send: typeof SendEmailCommand;
}

/**
 * E-mail through Amazon SES, API version 2. It recognises no repeats, so the AWS library must not retry by itself: a lost
 * answer would be a second mail. SES replaces the Message-ID, so the delivery's id travels as a tag and comes back in events.
 */
export class SesChannel implements Channel {
  readonly channel = 'email';
  readonly provider = 'ses';
  readonly isKeyed = providers.ses.isKeyed;
  readonly capacity = 20;
  private readonly window = new RateWindow(Infinity);
  private readonly ses: Promise<Ses>;

  /** @param clock for the Date header only */
  constructor(
    private readonly settings: SesSettings,
    private readonly clock: Clock,
  ) {
    this.ses = connect(settings, this.capacity);
    // a failure to load shows at each send
    this.ses.catch(() => undefined);
  }

  room(): Room {
    return this.window.room(performance.now());
  }

  async send(outgoing: Outgoing, signal: AbortSignal): Promise<Outcome> {
    try {
      const { client, Send } = await this.ses;
      const answer = await client.send(new Send(this.requestFor(outgoing)), { abortSignal: signal });
      if (answer.MessageId) return { kind: 'accepted', providerMessageId: answer.MessageId.slice(0, 200) };
      return { kind: 'unclear', code: 'NO_ID', error: 'The answer holds no id.' };
    } catch (error) {
      const failure = error as Error & { code?: string; $metadata?: { httpStatusCode?: number } };
      const outcome = classifySesFailure({
        name: failure.name,
        code: failure.code,
        status: failure.$metadata?.httpStatusCode,
        message: failure.message,
      });
      if (outcome.kind === 'not_sent' && outcome.blame === 'pace')
        this.window.hold(outcome.retryAfterMs ?? 0, performance.now());
      return outcome;
    }
  }

  async prepare(): Promise<void> {
    await this.ses.catch(() => undefined);
  }

  async close(): Promise<void> {
    const ses = await this.ses.catch(() => null);
    ses?.client.destroy();
  }

  private requestFor(outgoing: Outgoing): ConstructorParameters<typeof SendEmailCommand>[0] {
    const { address } = outgoing.envelope.from ?? this.settings.from;
    const domain = address.slice(address.lastIndexOf('@') + 1);
    return {
      FromEmailAddress: address,
      Destination: { ToAddresses: [outgoing.to] },
      Content: { Raw: { Data: Buffer.from(composeMime(outgoing, { domain, date: this.clock.now() }), 'latin1') } },
      EmailTags: [{ Name: 'delivery_id', Value: outgoing.deliveryId }],
      ...(this.settings.configurationSet !== null && { ConfigurationSetName: this.settings.configurationSet }),
    };
  }
}

/** Loaded only where SES is used: the AWS library is big. Credentials come from where AWS programs look for them. */
async function connect({ region, endpoint }: SesSettings, maxSockets: number): Promise<Ses> {
  const { SESv2Client, SendEmailCommand } = await import('@aws-sdk/client-sesv2');
  const agentOptions = { keepAlive: true, maxSockets, timeout: IDLE_MS };
  const client = new SESv2Client({
    region,
    maxAttempts: 1,
    ...(endpoint !== null && { endpoint }),
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      httpAgent: new HttpAgent(agentOptions),
      httpsAgent: new HttpsAgent(agentOptions),
    },
  });
  return { client, Send: SendEmailCommand };
}
