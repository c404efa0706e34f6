import { Component, computed, inject, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../api/generated/api';
import { countInvitees } from '../api/generated/fn/invitations/count-invitees';
import { inviteGuests } from '../api/generated/fn/invitations/invite-guests';
import { previewInvitation } from '../api/generated/fn/invitations/preview-invitation';
import { listSegments } from '../api/generated/fn/segments/list-segments';
import { listTemplates } from '../api/generated/fn/templates/list-templates';
import { listWhatsAppTemplates } from '../api/generated/fn/whatsapp-templates/list-whats-app-templates';
import type { Audience, InvitedGuestsDto, InviteGuestsDto } from '../api/generated/models';
import { loaded } from '../api/loaded';
import { RequestKeys } from '../api/request-keys';
import { CurrentEvent } from '../events/current-event';
import { act } from '../ui/act';
import { Field } from '../ui/field';
import { ProblemAlert } from '../ui/problem-alert';
import { Segmented } from '../ui/segmented';
import { StateMark } from '../ui/state-mark';
import { valueOf } from '../ui/value';
import { approvalWords } from '../whatsapp/approval';
import { simulated } from '../whatsapp/simulation';
import { AUDIENCE_WORDS } from '../words/states';
import { InvitationPreview } from './invitation-preview';
import { exclusionLines } from './invitation-words';

/** The WhatsApp template that is taken unless another one is chosen. */
const SHIPPED = 'rsvp_invitation';
const AUDIENCES: readonly Audience[] = ['everyone', 'pending', 'maybe', 'attending'];

/** What inviting came to, and by what. */
export interface Invited extends InvitedGuestsDto {
  readonly channel: 'email' | 'whatsapp';
}

/** Whom to invite, by what, with which words; says beforehand what it comes to. */
@Component({
  selector: 'beckon-invite-form',
  imports: [Field, InvitationPreview, ProblemAlert, RouterLink, Segmented, StateMark],
  templateUrl: './invite-form.html',
  styleUrl: './invite-form.css',
})
export class InviteForm {
  private readonly api = inject(Api);
  private readonly event = inject(CurrentEvent);
  private readonly keys = new RequestKeys();
  readonly invited = output<Invited>();
  protected readonly isSimulated = simulated('whatsapp');
  protected readonly channel = signal<'email' | 'whatsapp'>('whatsapp');
  /** An audience, or the id of a segment. */
  protected readonly audience = signal('everyone');
  private readonly chosen = signal<Readonly<Record<string, string>>>({ email: '', whatsapp: SHIPPED });
  protected readonly inviting = act();
  protected readonly value = valueOf;
  protected readonly channels = [
    { key: 'email', word: 'E-mail', icon: 'mail' as const },
    { key: 'whatsapp', word: 'WhatsApp', icon: 'whatsapp' as const },
  ];
  protected readonly audiences = AUDIENCES.map((key) => ({ key, word: AUDIENCE_WORDS[key] ?? key }));
  protected readonly segments = loaded(
    () => ({ eventId: this.event.id(), limit: 100 }),
    (params) => this.api.invoke(listSegments, params),
  );
  private readonly whatsApp = loaded(
    () => ({ limit: 100 }),
    (params) => this.api.invoke(listWhatsAppTemplates, params),
  );
  private readonly mails = loaded(
    () => ({ limit: 100 }),
    (params) => this.api.invoke(listTemplates, params),
  );
  /** By name; the shipped mail has none. */
  protected readonly templates = computed(() =>
    this.channel() === 'whatsapp'
      ? (this.whatsApp.value()?.items ?? []).map(({ name, displayName }) => ({ name, word: displayName }))
      : [
          { name: '', word: 'The shipped invitation' },
          ...(this.mails.value()?.items ?? [])
            .filter(({ channel }) => channel === 'email')
            .map(({ name }) => ({ name, word: name })),
        ],
  );
  protected readonly templateName = computed(() => this.chosen()[this.channel()]);
  protected readonly template = computed(() =>
    this.channel() === 'whatsapp'
      ? (this.whatsApp.value()?.items.find(({ name }) => name === this.templateName()) ?? null)
      : null,
  );
  protected readonly approval = computed(() => {
    const template = this.template();
    return template === null ? null : approvalWords(template, this.isSimulated());
  });
  private readonly request = computed<InviteGuestsDto>(() => {
    const name = this.templateName();
    const isSegment = !(AUDIENCES as readonly string[]).includes(this.audience());
    return {
      channel: this.channel(),
      ...(isSegment ? { audience: 'segment', segmentId: this.audience() } : { audience: this.audience() as Audience }),
      ...(name === '' ? {} : { templateName: name }),
    };
  });
  /** The words as the first of these guests reads them. */
  protected readonly shown = loaded(
    () => ({ eventId: this.event.id(), body: this.request() }),
    (params) => this.api.invoke(previewInvitation, params),
    { owner: () => [this.channel(), this.templateName()].join() },
  );
  protected readonly count = loaded(
    () => ({ eventId: this.event.id(), body: this.request() }),
    (params) => this.api.invoke(countInvitees, params),
    // how many a mail would reach is no older number of how many WhatsApp reaches
    { owner: () => this.channel() },
  );
  protected readonly leftOut = computed(() => exclusionLines(this.count.value()?.excluded ?? {}, this.channel()));
  protected readonly button = computed(() => {
    const isReady = this.channel() === 'email' || this.approval()?.state.word === 'Approved';
    if (this.inviting.isBusy()) return { label: 'Inviting…', isBlocked: true };
    if (!isReady) return { label: 'This template can’t be sent yet', isBlocked: true };
    const counted = this.count.value();
    if (counted === undefined || this.count.isLoading()) return { label: 'Counting guests…', isBlocked: true };
    if (counted.created === 0) return { label: 'Nobody to invite', isBlocked: true };
    const guests = counted.created === 1 ? 'guest' : 'guests';
    return { label: `Invite ${counted.created.toLocaleString('en')} ${guests}`, isBlocked: false };
  });

  protected setChannel(channel: string): void {
    this.inviting.clear();
    this.channel.set(channel === 'email' ? 'email' : 'whatsapp');
  }

  protected choose(name: string): void {
    this.chosen.update((chosen) => ({ ...chosen, [this.channel()]: name }));
  }

  protected async invite(event: Event): Promise<void> {
    event.preventDefault();
    if (this.button().isBlocked) return;
    const body = this.request();
    await this.inviting.run(async () => {
      const eventId = this.event.id();
      const result = await this.api.invoke(inviteGuests, {
        eventId,
        body,
        'Idempotency-Key': this.keys.for('invite', body),
      });
      this.invited.emit({ ...result, channel: body.channel });
    }, 'The guests are being invited.');
  }
}
