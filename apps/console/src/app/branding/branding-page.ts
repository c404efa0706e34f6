import { Component, computed, effect, inject, linkedSignal, signal } from '@angular/core';
import { Api } from '../api/generated/api';
import { getBranding } from '../api/generated/fn/events/get-branding';
import { updateBranding } from '../api/generated/fn/events/update-branding';
import { previewMessage } from '../api/generated/fn/messages/preview-message';
import type { BrandingDto } from '../api/generated/models';
import { loaded } from '../api/loaded';
import { CurrentEvent } from '../events/current-event';
import { act } from '../ui/act';
import { DataPage } from '../ui/data-page';
import { Field } from '../ui/field';
import { MailFrame } from '../ui/mail-frame';
import { ProblemAlert } from '../ui/problem-alert';
import { keepWriting } from '../ui/keep-writing';
import { valueOf } from '../ui/value';

const PAUSE_MS = 400;
/** Placeholders stand here as text, because a template of Angular's would fill them in. */
const SAMPLE = {
  subject: 'We look forward to seeing you',
  body: 'Hi {{ guest_first_name | default: "there" }},\n\n{{ event_name }} is on {{ event_date }} at {{ event_time }}, {{ venue }}.\n\nPlease tell us whether you can come: {{ rsvp_link }}\n\n{{ host_name }}',
};

/** How the event's mails and pages look; the preview is made by the server that makes the mails, with what is not saved yet. */
@Component({
  selector: 'beckon-branding-page',
  imports: [DataPage, Field, MailFrame, ProblemAlert],
  templateUrl: './branding-page.html',
  styleUrl: './branding-page.css',
})
export class BrandingPage {
  private readonly api = inject(Api);
  protected readonly event = inject(CurrentEvent);
  protected readonly saved = loaded(
    () => this.event.id() || undefined,
    (eventId) => this.api.invoke(getBranding, { eventId }),
  );
  protected readonly draft = linkedSignal<BrandingDto>(
    () => this.saved.value() ?? { accentColour: null, logoUrl: null, senderName: null, replyTo: null, footer: null },
  );
  protected readonly isChanged = computed(() => JSON.stringify(this.draft()) !== JSON.stringify(this.saved.value()));
  protected readonly saving = act();
  private readonly shown = signal<{ eventId: string; branding: BrandingDto } | undefined>(undefined);
  protected readonly preview = loaded(
    () => (this.event.canEdit() ? this.shown() : undefined),
    ({ eventId, branding: { accentColour, logoUrl, senderName, footer } }) =>
      this.api.invoke(previewMessage, {
        eventId,
        body: { channel: 'email', ...SAMPLE, branding: { accentColour, logoUrl, senderName, footer } },
      }),
  );
  protected readonly value = valueOf;

  constructor() {
    effect((onCleanup) => {
      const next = { eventId: this.event.id(), branding: this.draft() };
      if (this.saved.value() === undefined) return;
      const timer = setTimeout(() => this.shown.set(next), PAUSE_MS);
      onCleanup(() => clearTimeout(timer));
    });
  }

  protected set(name: keyof BrandingDto, text: string): void {
    const value = text.trim() === '' ? null : text;
    this.draft.update((draft) => ({ ...draft, [name]: value }));
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const sent = this.draft();
    await this.saving.run(async () => {
      const saved = await this.api.invoke(updateBranding, { eventId: this.event.id(), body: sent });
      keepWriting(this.draft, sent, () => this.saved.set(saved));
    }, 'The branding is saved. Messages that wait go out with it.');
  }
}
