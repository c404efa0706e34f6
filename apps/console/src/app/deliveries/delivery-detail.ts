import { Component, computed, inject, input, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../api/generated/api';
import { getDelivery } from '../api/generated/fn/audit/get-delivery';
import { resolveDelivery } from '../api/generated/fn/deliveries/resolve-delivery';
import { revealDelivery } from '../api/generated/fn/audit/reveal-delivery';
import type { DeliveryDetailDto } from '../api/generated/models';
import { loaded } from '../api/loaded';
import { Confirm } from '../shell/confirm';
import { act } from '../ui/act';
import { CopyButton } from '../ui/copy-button';
import { DataPage } from '../ui/data-page';
import { Icon } from '../ui/icon';
import type { IconName } from '../ui/icons';
import { MailFrame } from '../ui/mail-frame';
import { ProblemAlert } from '../ui/problem-alert';
import { valueOf } from '../ui/value';
import { channelOf } from '../words/states';
import { clockWords, instantWords, zoneName } from '../words/time';
import { AnswerText } from './answer-text';

const MARKS: Readonly<Record<string, IconName>> = {
  audience: 'people',
  queued: 'queued',
  left_out: 'skipped',
  attempt: 'sending',
  receipt: 'delivered',
  suppression: 'suppressed',
  resolution: 'check',
};

/** One delivery from the list being fixed to the last receipt, and exactly what was sent. */
@Component({
  selector: 'beckon-delivery-detail',
  imports: [AnswerText, CopyButton, DataPage, Icon, MailFrame, ProblemAlert, RouterLink],
  templateUrl: './delivery-detail.html',
  styleUrl: './delivery-detail.css',
})
export class DeliveryDetail {
  readonly deliveryId = input.required<string>();
  /** Editors of the event decide about what is not known; support looks. */
  readonly canDecide = input(false);
  readonly decided = output();
  private readonly api = inject(Api);
  private readonly confirm = inject(Confirm);
  protected readonly detail = loaded(this.deliveryId, (deliveryId) => this.api.invoke(getDelivery, { deliveryId }), {
    owner: this.deliveryId,
  });
  protected readonly revealing = act();
  protected readonly deciding = act();
  protected readonly isAsking = signal(false);
  protected readonly why = signal('');
  protected readonly revealed = signal<string | null>(null);
  protected readonly valueOf = valueOf;
  protected readonly content = computed(() => this.detail.value()?.content ?? null);
  /** One line for a reply to whoever asked. */
  protected readonly line = computed(() => {
    const value = this.detail.value();
    if (value === undefined) return '';
    const at = value.at === null ? '' : ` (${instantWords(value.at, value.timeZone)} in ${zoneName(value.timeZone)})`;
    const id = value.providerMessageId === null ? '' : `, ${value.provider ?? 'provider'} ${value.providerMessageId}`;
    return `${value.guestName ?? 'A guest'}: “${value.messageLabel}”. ${value.sentence}${at}${id}, delivery ${value.id}`;
  });

  protected mark(kind: string): IconName {
    return MARKS[kind] ?? 'info';
  }

  protected channelWord(channel: string): string {
    return channelOf(channel).word;
  }

  protected clock(at: string, { timeZone }: DeliveryDetailDto): string {
    return clockWords(at, timeZone, true);
  }

  protected day(at: string, { timeZone }: DeliveryDetailDto): string {
    return `${instantWords(at, timeZone).split(',')[0]}, times in ${zoneName(timeZone)}`;
  }

  protected async reveal(event: Event): Promise<void> {
    event.preventDefault();
    await this.revealing.run(async () => {
      const { recipient } = await this.api.invoke(revealDelivery, {
        deliveryId: this.deliveryId(),
        body: { reason: this.why().trim() },
      });
      this.revealed.set(recipient ?? 'no address');
      this.isAsking.set(false);
    }, 'The address is shown. This is noted with your name.');
  }

  protected async decide(as: 'delivered' | 'resend'): Promise<void> {
    const name = this.detail.value()?.guestName ?? 'this guest';
    const isSure =
      as === 'delivered' ||
      (await this.confirm.ask({
        title: `Send again to ${name}?`,
        text: 'They may have it already, and would then get it twice. You decide; it is noted with your name.',
        action: 'Send again',
        isDangerous: true,
      }));
    if (!isSure) return;
    await this.deciding.run(() => this.api.invoke(resolveDelivery, { deliveryId: this.deliveryId(), body: { as } }));
    this.detail.reload();
    this.decided.emit();
  }
}
