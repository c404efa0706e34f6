import { Dialog, DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { Component, computed, DestroyRef, effect, inject, type Injector, signal, untracked } from '@angular/core';
import { Router } from '@angular/router';
import { Api } from '../api/generated/api';
import { search } from '../api/generated/fn/audit/search';
import { loaded } from '../api/loaded';
import { AnswerText } from '../deliveries/answer-text';
import { Session } from '../session/session';
import { Icon } from '../ui/icon';
import type { IconName } from '../ui/icons';
import type { HeldKeys } from './held-keys';

const PAUSE_MS = 120;
const ANSWERS_EACH = 4;
const GO_TO = 'Go to';

interface Choice {
  readonly group: string;
  readonly title: string;
  readonly note: string;
  readonly icon: IconName;
  readonly answer?: { readonly kind: string; readonly sentence: string };
  readonly url: string;
}

/** Find a guest, a message, an event or a provider's id from anywhere; the answer stands in the row. */
@Component({
  selector: 'beckon-palette',
  imports: [AnswerText, Icon],
  templateUrl: './palette.html',
  styleUrl: './palette.css',
})
export class Palette {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly session = inject(Session);
  protected readonly ref = inject<DialogRef>(DialogRef);
  private readonly held = inject<HeldKeys>(DIALOG_DATA);
  protected readonly typed = signal('');
  private readonly wanted = signal('');
  private timer: ReturnType<typeof setTimeout> | undefined;
  protected readonly found = loaded(
    () => (this.wanted().length >= 2 ? { q: this.wanted() } : undefined),
    (params) => this.api.invoke(search, params),
  );
  private readonly places: readonly Choice[] = [
    ...(this.session.isSupport()
      ? []
      : [
          { group: GO_TO, title: 'Events', note: 'G E', icon: 'calendar' as const, url: '/events' },
          { group: GO_TO, title: 'New event', note: '', icon: 'plus' as const, url: '/events/new' },
          { group: GO_TO, title: 'Templates', note: '', icon: 'doc' as const, url: '/templates' },
          { group: GO_TO, title: 'Suppressions', note: '', icon: 'ban' as const, url: '/settings/suppressions' },
        ]),
    { group: GO_TO, title: 'Deliveries', note: 'G D', icon: 'out', url: '/deliveries' },
    { group: GO_TO, title: 'Status', note: '', icon: 'pulse', url: '/status' },
    { group: GO_TO, title: 'Your account', note: '', icon: 'people', url: '/account' },
  ];
  protected readonly choices = computed<readonly Choice[]>(() => {
    const words = this.typed().toLowerCase();
    const places = this.places.filter(({ title }) => title.toLowerCase().includes(words));
    const result = this.wanted().length >= 2 ? this.found.value() : undefined;
    if (result === undefined) return places;
    return [
      ...result.people.flatMap(({ name, guests, answers }) => [
        ...answers.slice(0, ANSWERS_EACH).map((row) => ({
          group: name,
          title: row.messageLabel,
          note: row.eventName,
          icon: 'people' as const,
          answer: { kind: row.answer, sentence: row.sentence },
          url:
            row.deliveryId === null
              ? `/deliveries?q=${encodeURIComponent(name)}`
              : `/deliveries?q=${encodeURIComponent(name)}&open=${row.deliveryId}`,
        })),
        ...(answers.length === 0 && !this.session.isSupport()
          ? guests.slice(0, 1).map((guest) => ({
              group: name,
              title: 'No message planned yet',
              note: guest.eventName,
              icon: 'people' as const,
              url: `/events/${guest.eventId}/guests/${guest.guestId}`,
            }))
          : []),
      ]),
      ...result.messages.map(({ id, eventId, label, eventName }) => ({
        group: 'Messages',
        title: label,
        note: eventName,
        icon: 'mail' as const,
        url: `/events/${eventId}/messages/${id}`,
      })),
      ...result.events.map(({ id, name }) => ({
        group: 'Events',
        title: name,
        note: '',
        icon: 'calendar' as const,
        url: `/events/${id}`,
      })),
      ...places,
    ];
  });
  protected readonly at = signal(0);
  /** What is shown was found for fewer letters than are written. */
  private readonly isBehind = computed(() => {
    const words = this.typed().trim();
    return words.length >= 2 && (words !== this.wanted() || this.found.isLoading());
  });
  /** Enter was pressed before the answer came. */
  private readonly isAwaited = signal(false);

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer));
    effect(() => {
      if (!this.isAwaited() || this.isBehind()) return;
      this.isAwaited.set(false);
      const [first] = untracked(this.choices);
      if (first !== undefined && untracked(this.found.problem) === null) this.go(first);
    });
  }

  protected type(event: Event): void {
    this.look((event.target as HTMLInputElement).value);
  }

  /** From here on the field hears the keys itself. */
  protected begin(): void {
    const text = this.held.release();
    if (text !== '') this.look(this.typed() + text);
  }

  private look(value: string): void {
    this.typed.set(value);
    this.at.set(0);
    this.isAwaited.set(false);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.wanted.set(value.trim()), PAUSE_MS);
  }

  protected key(event: KeyboardEvent): void {
    const last = this.choices().length - 1;
    const chosen = this.choices()[Math.min(this.at(), last)];
    const isOld = this.isBehind() && this.at() === 0 && chosen?.group !== GO_TO;
    if (event.key === 'ArrowDown') this.at.update((at) => Math.min(last, at + 1));
    else if (event.key === 'ArrowUp') this.at.update((at) => Math.max(0, at - 1));
    else if (event.key === 'Enter' && isOld) this.await();
    else if (event.key === 'Enter' && chosen !== undefined) this.go(chosen);
    else return;
    event.preventDefault();
    setTimeout(() => document.getElementById(`choice-${this.at()}`)?.scrollIntoView({ block: 'nearest' }));
  }

  /** Who writes quickly and presses Enter means what is written, and not what was found for its beginning. */
  private await(): void {
    clearTimeout(this.timer);
    this.wanted.set(this.typed().trim());
    this.isAwaited.set(true);
  }

  protected go({ url }: Choice): void {
    this.ref.close();
    void this.router.navigateByUrl(url);
  }
}

/** Opens the palette over whatever page one is on. @param held what is typed until its field has the focus */
export function openPalette(injector: Injector, held: HeldKeys): void {
  const dialog = injector.get(Dialog);
  if (dialog.openDialogs.length > 0) return void held.release();
  const ref = dialog.open(Palette, { ariaLabel: 'Find anything', autoFocus: 'input', data: held });
  ref.closed.subscribe(() => held.release());
}
