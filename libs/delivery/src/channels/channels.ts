import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Clock, Config } from '@beckon/core';
import type { Channel, ChannelName } from './channel';
import { LogChannel } from './log.channel';
import { ResendChannel } from './resend.channel';
import { SesChannel } from './ses.channel';
import { SmtpChannel } from './smtp.channel';
import { TwilioChannel } from './twilio.channel';

/** Picks the provider of each channel from the configuration. A provider is a choice, never a fail-over. */
@Injectable()
export class Channels implements OnModuleInit, OnApplicationShutdown {
  private readonly byName: Record<ChannelName, Channel>;

  constructor(config: Config, clock: Clock) {
    this.byName = {
      email: mailChannel(config, clock),
      sms: phoneChannel('sms', config, config.twilio?.smsFrom ?? null),
      whatsapp: phoneChannel('whatsapp', config, config.twilio?.whatsappFrom ?? null),
    };
  }

  get(name: ChannelName): Channel {
    return this.byName[name];
  }

  /** Before the first round or bell. */
  async onModuleInit(): Promise<void> {
    for (const channel of Object.values(this.byName)) await channel.prepare?.();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(Object.values(this.byName).map((channel) => channel.close()));
  }
}

function phoneChannel(name: 'sms' | 'whatsapp', config: Config, sender: string | null): Channel {
  if (config.twilio === null || sender === null) return new LogChannel(name, config.mailboxUrl);
  return new TwilioChannel(name, config.twilio, sender, config.publicBaseUrl);
}

function mailChannel({ mail, mailboxUrl }: Config, clock: Clock): Channel {
  switch (mail.provider) {
    case 'resend':
      return new ResendChannel(mail);
    case 'smtp':
      return new SmtpChannel(mail, clock);
    case 'ses':
      return new SesChannel(mail, clock);
    case 'log':
      return new LogChannel('email', mailboxUrl);
  }
}
