import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../../api/generated/api';
import { getQuota } from '../../api/generated/fn/organization/get-quota';
import { getWhatsAppLimit } from '../../api/generated/fn/whatsapp-templates/get-whats-app-limit';
import { loaded } from '../../api/loaded';
import { Icon } from '../../ui/icon';
import { Segmented } from '../../ui/segmented';
import { StateMark } from '../../ui/state-mark';
import { valueOf } from '../../ui/value';
import { limitSentence, smsCostSentence } from './channel-cost';
import { ComposeStore } from './compose-store';
import { smsSize } from './sms-size';
import { WhatsAppChoice } from './whatsapp-choice';

/** What the chosen channel asks for beyond words, what it costs, and whom it leaves out. */
@Component({
  selector: 'beckon-channel-needs',
  imports: [Icon, RouterLink, Segmented, StateMark],
  templateUrl: './channel-needs.html',
  styleUrl: './channel-needs.css',
})
export class ChannelNeeds {
  private readonly api = inject(Api);
  protected readonly store = inject(ComposeStore);
  protected readonly whatsApp = inject(WhatsAppChoice);
  protected readonly value = valueOf;
  protected readonly channel = computed(() => this.store.draft().channel);
  protected readonly isReadOnly = computed(() => this.store.readOnly() !== null);
  protected readonly modes = [
    { key: 'template', word: 'Approved template' },
    { key: 'own', word: 'Your own words' },
  ] as const;
  private readonly quota = loaded(
    () => (this.store.event.canEdit() && this.channel() !== 'email' ? { channel: this.channel() } : undefined),
    () => this.api.invoke(getQuota, {}),
  );
  private readonly limit = loaded(
    () => (this.store.event.canEdit() && this.channel() === 'whatsapp' ? {} : undefined),
    () => this.api.invoke(getWhatsAppLimit, {}),
  );
  private readonly recipients = computed(() => this.store.count.value()?.count ?? null);
  protected readonly smsCost = computed(() => {
    const { body } = this.store.draft();
    const parts = this.store.previewSegments() ?? smsSize(body).segments;
    return body.trim() === '' ? null : smsCostSentence(parts, this.recipients());
  });
  /** Only where an admin has set one. */
  protected readonly quotaWords = computed(() => {
    const quota = this.quota.value();
    const channel = this.channel();
    if (quota === undefined || channel === 'email') return null;
    const { limit, remaining } = quota[channel];
    if (limit === null || remaining === null) return null;
    return `${remaining.toLocaleString('en')} of today’s ${limit.toLocaleString('en')} are left in your organization; each guest counts as one.`;
  });
  protected readonly limitWords = computed(() => {
    const limit = this.limit.value();
    if (limit === undefined || this.whatsApp.mode() === 'own') return null;
    return limitSentence(limit, this.recipients());
  });
  protected readonly us = computed(() => this.store.count.value()?.excluded.notReachableUs ?? 0);
  protected readonly silent = computed(() => this.store.count.value()?.excluded.outsideWindow ?? 0);

  protected guests(count: number): string {
    return `${count.toLocaleString('en')} ${count === 1 ? 'guest' : 'guests'}`;
  }
}
