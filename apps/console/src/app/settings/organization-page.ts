import { Component, computed, inject, linkedSignal } from '@angular/core';
import { Api } from '../api/generated/api';
import { getOrganization } from '../api/generated/fn/organization/get-organization';
import { getQuota } from '../api/generated/fn/organization/get-quota';
import { setQuota } from '../api/generated/fn/organization/set-quota';
import { updateOrganization } from '../api/generated/fn/organization/update-organization';
import { loaded } from '../api/loaded';
import { act } from '../ui/act';
import { keepWriting } from '../ui/keep-writing';
import { DataPage } from '../ui/data-page';
import { Field } from '../ui/field';
import { ProblemAlert } from '../ui/problem-alert';
import { valueOf } from '../ui/value';
import { instantWords, ownTimeZone } from '../words/time';
import { AuditLog } from './audit-log';

const CHANNELS = [
  { key: 'email', word: 'E-mail' },
  { key: 'sms', word: 'SMS' },
  { key: 'whatsapp', word: 'WhatsApp' },
] as const;

/** What to do where nobody can know whether a message left. */
const ON_UNKNOWN = [
  {
    key: 'ask',
    word: 'Ask a person',
    hint: 'It waits as unconfirmed until a receipt comes or somebody decides. No one gets it twice by itself.',
  },
  {
    key: 'resend',
    word: 'Send it again after ten minutes, once',
    hint: 'A guest who did get the first one gets it twice. Holds also for what is undecided and not older than a day.',
  },
] as const;

/** Name, what to do when nobody knows, daily quota and the log of who did what. */
@Component({
  selector: 'beckon-organization-page',
  imports: [AuditLog, DataPage, Field, ProblemAlert],
  templateUrl: './organization-page.html',
  styleUrl: './settings.css',
})
export class OrganizationPage {
  private readonly api = inject(Api);
  protected readonly organization = loaded(
    () => true,
    () => this.api.invoke(getOrganization, {}),
  );
  protected readonly quota = loaded(
    () => true,
    () => this.api.invoke(getQuota, {}),
  );
  protected readonly naming = act();
  protected readonly limiting = act();
  protected readonly deciding = act();
  protected readonly choices = ON_UNKNOWN;
  /** Begins anew only when the name is another one: what else is saved on this page leaves it as it is being written. */
  private readonly savedName = computed(() => this.organization.value()?.name ?? '');
  protected readonly name = linkedSignal(() => this.savedName());
  protected readonly limits = linkedSignal<Record<string, string>>(() => {
    const quota = this.quota.value();
    return Object.fromEntries(CHANNELS.map(({ key }) => [key, String(quota?.[key].limit ?? '')]));
  });
  protected readonly rows = computed(() => {
    const quota = this.quota.value();
    return quota === undefined ? [] : CHANNELS.map((channel) => ({ ...channel, ...quota[channel.key] }));
  });
  protected readonly value = valueOf;

  protected resets(at: string): string {
    return instantWords(at, ownTimeZone());
  }

  protected limit(channel: string, text: string): void {
    this.limits.update((limits) => ({ ...limits, [channel]: text }));
  }

  protected async rename(event: Event): Promise<void> {
    event.preventDefault();
    const sent = this.name();
    await this.naming.run(async () => {
      const saved = await this.api.invoke(updateOrganization, { body: { name: sent.trim() } });
      keepWriting(this.name, sent, () => this.organization.set(saved));
    }, 'The name is saved.');
  }

  protected async decide(onUnknown: 'ask' | 'resend'): Promise<void> {
    await this.deciding.runNext(
      async () => {
        this.organization.set(await this.api.invoke(updateOrganization, { body: { onUnknown } }));
      },
      onUnknown === 'ask' ? 'A person is asked.' : 'It is sent again once.',
    );
  }

  protected async saveLimits(event: Event): Promise<void> {
    event.preventDefault();
    const limits = this.limits();
    await this.limiting.run(async () => {
      const body = Object.fromEntries(
        CHANNELS.map(({ key }) => [key, limits[key]?.trim() ? Number(limits[key]) : null]),
      );
      const saved = await this.api.invoke(setQuota, { body });
      keepWriting(this.limits, limits, () => this.quota.set(saved));
    }, 'The quota is saved.');
  }
}
