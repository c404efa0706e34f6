import { Component, computed, DestroyRef, effect, inject, input, signal, untracked, viewChild } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../../api/generated/api';
import { listMessages } from '../../api/generated/fn/messages/list-messages';
import type { Channel } from '../../api/generated/models';
import { loaded } from '../../api/loaded';
import { Confirm } from '../../shell/confirm';
import { Shortcuts } from '../../shell/shortcuts';
import { Icon } from '../../ui/icon';
import { Now } from '../../ui/now';
import { ProblemAlert } from '../../ui/problem-alert';
import { Segmented } from '../../ui/segmented';
import { Sheet } from '../../ui/sheet';
import { type PickedTime, WhenPicker } from '../../ui/when-picker';
import { AUDIENCE_WORDS } from '../../words/states';
import { clockWords, distanceWords, instantWords, zoneName } from '../../words/time';
import { AudiencePicker } from './audience-picker';
import { ChannelNeeds } from './channel-needs';
import { ComposeStore } from './compose-store';
import type { Exclusion } from './exclusions';
import { GapPanel } from './gap-panel';
import { GuestPreview } from './guest-preview';
import { MessageEditor } from './message-editor';
import { RecipientList } from './recipient-list';
import { RecipientSummary } from './recipient-summary';
import { sameTextSent } from './same-text';
import { SendProblem } from './send-problem';
import { TemplateTools } from './template-tools';
import { TestSend } from './test-send';
import { WhatsAppChoice } from './whatsapp-choice';

/** From here on one asks before so many people get a message. */
const MANY = 1000;

/** Writes a message: who, what and when on the left; the count, the preview and the button always in sight. */
@Component({
  selector: 'beckon-compose-page',
  imports: [
    ...[AudiencePicker, ChannelNeeds, GapPanel, GuestPreview, Icon, MessageEditor, ProblemAlert, RecipientList],
    ...[RecipientSummary, RouterLink, Segmented, SendProblem, Sheet, TemplateTools, TestSend, WhenPicker],
  ],
  providers: [ComposeStore, WhatsAppChoice],
  templateUrl: './compose-page.html',
  styleUrl: './compose-page.css',
})
export class ComposePage {
  /** Absent for a new message. */
  readonly messageId = input<string>();
  /** A message whose words are copied into the new one. */
  readonly copy = input<string>();
  private readonly api = inject(Api);
  private readonly confirm = inject(Confirm);
  private readonly now = inject(Now);
  protected readonly store = inject(ComposeStore);
  private readonly whatsApp = inject(WhatsAppChoice);
  private readonly warning = viewChild(SendProblem);
  private opener: Element | null = null;
  protected readonly listed = signal<{ readonly of: Exclusion | null } | null>(null);
  protected readonly isSheetOpen = signal(false);
  protected readonly hasExpiry = signal(false);
  protected readonly channels = [
    { key: 'email', word: 'E-mail', icon: 'mail' },
    { key: 'sms', word: 'SMS', icon: 'sms' },
    { key: 'whatsapp', word: 'WhatsApp', icon: 'whatsapp' },
  ] as const;
  protected readonly times = [
    { key: 'now', word: 'Now' },
    { key: 'later', word: 'At a time' },
  ] as const;
  protected readonly title = computed(() => (this.messageId() === undefined ? 'New message' : 'Edit message'));
  protected readonly city = computed(() => zoneName(this.store.event.timeZone()));
  protected readonly saved = computed(() => {
    const saved = this.store.savedAt();
    if (saved === null) return '';
    const at = clockWords(saved.at, this.store.event.timeZone());
    return saved.where === 'server' ? `Draft saved ${at}` : `Kept on this device ${at}`;
  });
  protected readonly restored = computed(() => {
    const at = this.store.restoredAt();
    return at === null ? '' : instantWords(at, this.store.event.timeZone(), this.now.value());
  });
  protected readonly leaves = computed(() => clockWords(this.now.value(), this.store.event.timeZone()));
  private readonly sent = loaded(
    () => (this.store.event.canEdit() ? { eventId: this.store.event.id() } : undefined),
    ({ eventId }) => this.api.invoke(listMessages, { eventId, status: ['sending', 'paused', 'sent'], limit: 20 }),
  );
  protected readonly twin = computed(() => {
    if (this.store.readOnly() !== null) return '';
    const twin = sameTextSent(
      this.store.draft(),
      this.sent.value()?.items ?? [],
      this.now.value(),
      this.store.message()?.id ?? null,
    );
    if (twin === null) return '';
    const when = distanceWords(twin.sendAt ?? twin.createdAt, this.now.value());
    return `The same text was sent ${when} to “${AUDIENCE_WORDS[twin.audience] ?? 'an audience'}”.`;
  });
  protected readonly summary = computed(() => {
    const counted = this.store.count.value();
    return counted === undefined
      ? 'Counting guests'
      : `${counted.count.toLocaleString('en')} will, ${(counted.total - counted.count).toLocaleString('en')} won’t`;
  });

  constructor() {
    effect(() => {
      const messageId = this.messageId() ?? null;
      const copy = this.copy() ?? null;
      untracked(
        () =>
          void this.store
            .open(messageId, copy)
            .then(() => this.hasExpiry.set(this.store.draft().expiresAtLocal !== '')),
      );
    });
    inject(Shortcuts).use(
      [{ keys: 'mod+enter', does: 'Send the message you are writing', run: () => void this.send() }],
      inject(DestroyRef),
    );
  }

  protected setSubject(event: Event): void {
    this.store.change({ subject: (event.target as HTMLInputElement).value });
  }

  protected setChannel(channel: string): void {
    this.whatsApp.setChannel(channel as Channel);
  }

  protected setWhen(when: string): void {
    this.store.change({ when: when === 'later' ? 'later' : 'now' });
  }

  protected pickTime({ offset, instant }: PickedTime): void {
    this.store.change({ sendAtOffset: offset, sendAt: instant });
  }

  protected pickExpiry({ instant }: PickedTime): void {
    this.store.change({ expiresAt: instant });
  }

  protected dropExpiry(): void {
    this.hasExpiry.set(false);
    this.store.change({ expiresAtLocal: '', expiresAt: null });
  }

  /** Opens the guests behind a number; closing gives the focus back to it. */
  protected list(of: Exclusion | null): void {
    this.opener = document.activeElement;
    this.listed.set({ of });
  }

  protected closeList(): void {
    this.listed.set(null);
    if (this.opener instanceof HTMLElement) this.opener.focus();
  }

  /** Does what the button says; when it cannot, the focus goes to the reason. */
  protected async send(): Promise<void> {
    const { isBlocked, label } = this.store.button();
    if (isBlocked) {
      this.warning()?.focus();
      return;
    }
    const count = this.store.count.value()?.count ?? 0;
    if (this.store.draft().when === 'now' && count > MANY) {
      const { channel, subject, body } = this.store.draft();
      const word = this.channels.find(({ key }) => key === channel)?.word ?? channel;
      const isSure = await this.confirm.ask({
        title: `${label} by ${word}?`,
        text: `It begins: “${(subject || body).trim().slice(0, 120)}”. You have ten seconds to undo, then it leaves.`,
        action: label,
      });
      if (!isSure) return;
    }
    if (!(await this.store.send())) this.warning()?.focus();
  }

  protected async saveDraft(): Promise<void> {
    if (!(await this.store.saveDraft())) this.warning()?.focus();
  }
}
