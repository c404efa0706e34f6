import { Component, computed, effect, inject, signal } from '@angular/core';
import { Api } from '../../api/generated/api';
import { listGuests } from '../../api/generated/fn/guests/list-guests';
import { listPreviewGuests } from '../../api/generated/fn/messages/list-preview-guests';
import { listRecipients } from '../../api/generated/fn/messages/list-recipients';
import { previewMessage } from '../../api/generated/fn/messages/preview-message';
import { loaded } from '../../api/loaded';
import { Icon } from '../../ui/icon';
import { PaperFrame } from '../../ui/paper-frame';
import { SearchField } from '../../ui/search-field';
import { audienceOf, wantsTemplate } from './compose-draft';
import { ComposeStore } from './compose-store';
import { isUnfinished, PLACEHOLDERS } from '../placeholders';
import { highlightFallbacks, renderedPieces } from './preview-html';

const PAUSE_MS = 350;
const NEIGHBOURS = 50;
/** Stands in the preview where a mail has no subject yet; the words beneath can be looked at all the same. */
const NO_SUBJECT = 'No subject yet';
type View = 'desktop' | 'phone' | 'text';

/** The message as one guest will see it. Sends nothing. */
@Component({
  selector: 'beckon-guest-preview',
  imports: [Icon, PaperFrame, SearchField],
  templateUrl: './guest-preview.html',
  styleUrl: './guest-preview.css',
})
export class GuestPreview {
  private readonly api = inject(Api);
  protected readonly store = inject(ComposeStore);
  protected readonly view = signal<View>('desktop');
  protected readonly guestId = signal<string | null>(null);
  protected readonly isSearching = signal(false);
  protected readonly q = signal('');
  private readonly settled = signal(this.store.draft());
  private readonly audience = computed(() => {
    const audience = audienceOf(this.store.draft());
    return audience === null ? undefined : { eventId: this.store.event.id(), ...audience };
  });
  private readonly neighbours = loaded(this.audience, (params) =>
    this.api.invoke(listRecipients, { ...params, show: 'included', limit: NEIGHBOURS }),
  );
  protected readonly special = loaded(this.audience, (params) => this.api.invoke(listPreviewGuests, params));
  protected readonly found = loaded(
    () => (this.q().length > 1 ? { eventId: this.store.event.id(), q: this.q(), limit: 6 } : undefined),
    (params) => this.api.invoke(listGuests, params),
  );
  protected readonly rendered = loaded(
    () => {
      const { channel, subject, body } = this.settled();
      const audience = audienceOf(this.settled());
      if (wantsTemplate(this.settled())) return undefined;
      if (body.trim() === '' || isUnfinished(body) || isUnfinished(subject)) return undefined;
      return {
        ...(audience ?? {}),
        channel,
        ...(channel === 'email' ? { subject: subject.trim() === '' ? NO_SUBJECT : subject } : {}),
        body,
        ...(this.guestId() === null ? {} : { guestId: this.guestId() }),
      };
    },
    (body) => this.api.invoke(previewMessage, { eventId: this.store.event.id(), body }),
  );
  protected readonly isBlank = computed(() => this.store.draft().body.trim() === '');
  protected readonly isEmail = computed(() => this.store.draft().channel === 'email');
  /** As the guest gets it, with what stands for a missing value marked. */
  private readonly shown = computed(() => this.rendered.value()?.marked ?? this.rendered.value());
  protected readonly subject = computed(() => renderedPieces(this.shown()?.subject ?? ''));
  protected readonly text = computed(() => renderedPieces(this.shown()?.text ?? ''));
  /** Shown only in a frame that runs no script and has no origin. */
  protected readonly html = computed(() => {
    const html = this.shown()?.html ?? null;
    return html === null ? null : highlightFallbacks(html);
  });
  protected readonly fallbacks = computed(() =>
    (this.rendered.value()?.fallbacks ?? []).map(({ token, value }) => ({
      label: PLACEHOLDERS.find(({ name }) => name === token)?.label ?? token,
      value,
    })),
  );
  protected readonly chips = computed(() => {
    const special = this.special.value();
    const chips = [
      { word: 'Longest name', guest: special?.longestName },
      { word: 'No first name', guest: special?.withoutFirstName },
    ];
    return chips.flatMap(({ word, guest }) => (guest == null ? [] : [{ word, id: guest.id, name: guest.name }]));
  });
  protected readonly views = [
    { key: 'desktop', word: 'Desktop' },
    { key: 'phone', word: 'Phone' },
    { key: 'text', word: 'Text' },
  ] as const;

  constructor() {
    effect(() => this.store.previewSegments.set(this.rendered.value()?.segments ?? null));
    effect((onCleanup) => {
      const draft = this.store.draft();
      const timer = setTimeout(() => this.settled.set(draft), PAUSE_MS);
      onCleanup(() => clearTimeout(timer));
    });
  }

  protected see(guestId: string): void {
    this.guestId.set(guestId);
    this.isSearching.set(false);
    this.q.set('');
  }

  /** The next guest who gets it, or the one before. */
  protected step(by: 1 | -1): void {
    const guests = this.neighbours.value()?.items ?? [];
    // the one who was asked for last, also while that preview is still on its way
    const shown = this.guestId() ?? this.rendered.value()?.guestId;
    const at = guests.findIndex(({ guestId }) => guestId === shown);
    const next = guests[(at + by + guests.length) % guests.length];
    if (next !== undefined) this.see(next.guestId);
  }
}
