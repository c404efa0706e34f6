import { Component, computed, DestroyRef, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../api/generated/api';
import { inviteGuests } from '../api/generated/fn/invitations/invite-guests';
import { listInvitations } from '../api/generated/fn/invitations/list-invitations';
import type { GuestInvitationDto, InvitationStatus, InvitedGuestsDto } from '../api/generated/models';
import { loaded } from '../api/loaded';
import { CurrentEvent } from '../events/current-event';
import { act } from '../ui/act';
import { CountPills } from '../ui/count-pills';
import { cursorPages } from '../ui/cursor-pages';
import { DataPage } from '../ui/data-page';
import { Icon } from '../ui/icon';
import { OutcomeBar } from '../ui/outcome-bar';
import { Pager } from '../ui/pager';
import { ProblemAlert } from '../ui/problem-alert';
import { SidePanel } from '../ui/side-panel';
import { StateMark } from '../ui/state-mark';
import { urlFilter } from '../ui/url-filter';
import { channelOf, type ChannelWords, RSVP_WORDS } from '../words/states';
import { canInviteAgain, exclusionLines, INVITATION_STATES, invitationSentence } from './invitation-words';
import { type Invited, InviteForm } from './invite-form';

const PAGE = 50;
const LOOK_EVERY_MS = 2000;
const ORDER: readonly InvitationStatus[] = ['read', 'delivered', 'sent', 'queued', 'failed', 'not_sent'];

/** Who is invited, how far each invitation got, and what to do where it did not. It follows along by itself. */
@Component({
  selector: 'beckon-invitations-page',
  imports: [
    ...[CountPills, DataPage, Icon, InviteForm, OutcomeBar, Pager, ProblemAlert, RouterLink, SidePanel, StateMark],
  ],
  templateUrl: './invitations-page.html',
  styleUrl: './invitations-page.css',
})
export class InvitationsPage {
  private readonly api = inject(Api);
  protected readonly event = inject(CurrentEvent);
  protected readonly status = urlFilter('status', 'all');
  protected readonly pages = cursorPages();
  protected readonly isInviting = signal(false);
  protected readonly again = act();
  protected readonly resultChannel = signal<'email' | 'whatsapp'>('whatsapp');
  /** What the last inviting came to. */
  protected readonly result = signal<InvitedGuestsDto | null>(null);
  private readonly params = computed(() => ({
    eventId: this.event.id(),
    limit: PAGE,
    ...(this.status.value() === 'all' ? {} : { status: [this.status.value() as InvitationStatus] }),
    ...(this.pages.cursor() === undefined ? {} : { cursor: this.pages.cursor() }),
  }));
  protected readonly list = loaded(
    () => (this.event.canEdit() ? this.params() : undefined),
    (params) => this.api.invoke(listInvitations, params),
  );
  protected readonly rows = computed(() => this.list.value()?.items ?? []);
  protected readonly counts = computed<Record<InvitationStatus, number> | null>(() => {
    const guests = this.list.value()?.guests;
    if (guests === undefined) return null;
    const { notSent, ...others } = guests;
    return { ...others, not_sent: notSent };
  });
  protected readonly total = computed(() => Object.values(this.counts() ?? {}).reduce((sum, count) => sum + count, 0));
  protected readonly invited = computed(() => this.total() - (this.counts()?.not_sent ?? 0));
  protected readonly bar = computed(() => {
    const counts = this.counts();
    if (counts === null) return {};
    const { read, delivered, sent, queued, failed } = counts;
    return { delivered: read + delivered, sent, queued, failed };
  });
  /** Of all guests, in percent. */
  protected readonly share = computed(() => (100 * this.invited()) / Math.max(1, this.total()));
  protected readonly pills = computed(() => [
    { key: 'all', word: 'All' },
    ...ORDER.map((key) => ({
      key,
      word: INVITATION_STATES[key].word,
      icon: INVITATION_STATES[key].icon,
      tone: INVITATION_STATES[key].tone,
      // a guest without any invitation has no row, so there the number would not be the list's
      count: key === 'not_sent' ? null : (this.counts()?.[key] ?? null),
    })),
  ]);
  protected readonly isBare = computed(
    () => this.rows().length === 0 && this.status.value() === 'all' && !this.pages.hasPrevious(),
  );
  protected readonly isSimulated = computed(() => this.rows().some(({ provider }) => provider === 'log'));
  protected readonly leftOut = computed(() => exclusionLines(this.result()?.excluded ?? {}, this.resultChannel()));

  constructor() {
    const timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }

  protected state(row: GuestInvitationDto): (typeof INVITATION_STATES)[InvitationStatus] {
    return row.deliveryStatus === 'unknown'
      ? { icon: 'unknown', word: 'Unconfirmed', tone: 'asking' }
      : INVITATION_STATES[row.status];
  }

  protected sentence(row: GuestInvitationDto): string {
    return invitationSentence(row, this.event.timeZone());
  }

  protected channel(row: GuestInvitationDto): ChannelWords {
    return channelOf(row.channel);
  }

  protected rsvp(row: GuestInvitationDto): string {
    return RSVP_WORDS[row.rsvpStatus] ?? row.rsvpStatus;
  }

  protected mayRepeat(row: GuestInvitationDto): boolean {
    const isLatest = this.rows().find(({ guestId }) => guestId === row.guestId)?.id === row.id;
    return isLatest && canInviteAgain(row) && !this.event.isCancelled();
  }

  protected filter(status: string): void {
    this.pages.reset();
    this.status.set(status);
  }

  protected done({ channel, ...result }: Invited): void {
    this.result.set(result);
    this.resultChannel.set(channel);
    this.isInviting.set(false);
    this.pages.reset();
    this.list.reload();
    setTimeout(() => document.getElementById('invitation-result')?.focus());
  }

  protected forget(): void {
    this.result.set(null);
  }

  protected close(): void {
    this.isInviting.set(false);
    document.getElementById('invite-guests')?.focus();
  }

  /** Invites one guest anew, in the same way. */
  protected async repeat({ guestId, channel, templateName }: GuestInvitationDto): Promise<void> {
    const isDone = await this.again.run(async () => {
      const body = { channel, guestIds: [guestId], ...(templateName === null ? {} : { templateName }) };
      this.result.set(await this.api.invoke(inviteGuests, { eventId: this.event.id(), body }));
      this.resultChannel.set(channel);
    }, 'The guest is invited again.');
    if (isDone) this.list.reload();
  }

  /** Looks again without dimming what is there; a filter that changed meanwhile wins, and so does whatever was asked later. */
  private async look(): Promise<void> {
    const before = this.list.value();
    if (document.hidden || !this.event.canEdit() || this.list.isLoading() || before === undefined) return;
    const asked = this.params();
    try {
      const page = await this.api.invoke(listInvitations, asked);
      if (this.params() === asked && this.list.value() === before && !this.list.isLoading()) this.list.set(page);
    } catch {
      // the next look may succeed; what is on the page stays
    }
  }
}
