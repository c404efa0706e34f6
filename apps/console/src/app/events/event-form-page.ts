import { Component, computed, effect, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../api/generated/api';
import { cancelEvent } from '../api/generated/fn/events/cancel-event';
import { createEvent } from '../api/generated/fn/events/create-event';
import { updateEvent } from '../api/generated/fn/events/update-event';
import { type Problem, problemOf } from '../api/problem';
import { Confirm } from '../shell/confirm';
import { Field } from '../ui/field';
import { Icon } from '../ui/icon';
import { onward } from '../ui/onward';
import { ProblemAlert } from '../ui/problem-alert';
import { type PickedTime, WhenPicker } from '../ui/when-picker';
import { ZonePicker } from '../ui/zone-picker';
import { localOf, offsetOf } from '../words/local-time';
import { ownTimeZone } from '../words/time';
import { CurrentEvent } from './current-event';
import { ReminderPlan } from './reminder-plan';

/** How long an event usually lasts. */
const USUAL_MS = 4 * 3_600_000;

/** Makes an event, or changes one: what happens to the reminders is shown before anything is saved. */
@Component({
  selector: 'beckon-event-form-page',
  imports: [Field, Icon, ProblemAlert, ReminderPlan, RouterLink, WhenPicker, ZonePicker],
  templateUrl: './event-form-page.html',
  styles: `
    .form {
      display: grid;
      gap: 1.125rem;
      max-width: 40rem;
      margin-top: 1.25rem;
    }
    .two {
      display: grid;
      grid-template-columns: 1fr 1fr;
      gap: 1rem;
    }
    .with {
      display: flex;
      flex-wrap: wrap;
      gap: 0.5rem 1rem;
      align-items: start;
    }
    .with .bk-btn {
      margin-top: 1.5rem;
    }
    .add {
      justify-self: start;
      margin-left: -0.75rem;
    }
    .end {
      display: flex;
      justify-content: space-between;
      flex-wrap: wrap;
      gap: 0.75rem;
    }
    @media (max-width: 640px) {
      .two {
        grid-template-columns: 1fr;
      }
    }
  `,
})
export class EventFormPage {
  /** Absent for a new event. */
  readonly eventId = input<string>();
  private readonly api = inject(Api);
  private readonly onward = onward();
  private readonly confirm = inject(Confirm);
  protected readonly current = inject(CurrentEvent, { optional: true });
  protected readonly name = signal('');
  protected readonly venue = signal('');
  protected readonly hostName = signal('');
  protected readonly description = signal('');
  protected readonly timeZone = signal(ownTimeZone());
  protected readonly startsAtLocal = signal('');
  protected readonly starts = signal<PickedTime | null>(null);
  /** Which of two readings was chosen, when the clocks go back. */
  protected readonly startsAtOffset = signal<string | null>(null);
  protected readonly hasEnd = signal(false);
  protected readonly endsAtLocal = signal('');
  protected readonly ends = signal<PickedTime | null>(null);
  protected readonly endsAtOffset = signal<string | null>(null);
  protected readonly problem = signal<Problem | null>(null);
  protected readonly isBusy = signal(false);
  private version: number | undefined;

  protected readonly isNew = computed(() => this.current === null);
  protected readonly isMoved = computed(() => {
    const event = this.current?.value();
    const instant = this.starts()?.instant;
    return event !== undefined && instant != null && instant !== event.startsAt;
  });
  /** Why it cannot be saved yet; null when it can. */
  protected readonly missing = computed(() => {
    if (this.name().trim() === '') return 'The event needs a name.';
    if (this.starts()?.instant == null) return 'Say when it starts.';
    if (this.endWords() !== null) return this.endWords();
    if (this.venue().trim() === '') return 'Say where it is.';
    return this.hostName().trim() === '' ? 'Say who invites.' : null;
  });

  /** What is wrong with the end; null when nothing is, or when there is none. */
  protected readonly endWords = computed(() => {
    const [start, end] = [this.starts()?.instant, this.ends()?.instant];
    if (!this.hasEnd()) return null;
    if (end == null) return 'Say when it ends, or leave the end away.';
    return start != null && end <= start ? 'It ends before it starts.' : null;
  });

  constructor() {
    effect(() => {
      const event = this.current?.value();
      if (event === undefined || this.version !== undefined) return;
      this.version = event.version;
      this.name.set(event.name);
      this.venue.set(event.venue);
      this.hostName.set(event.hostName);
      this.description.set(event.description ?? '');
      this.timeZone.set(event.timeZone);
      this.startsAtLocal.set(event.startsAtLocal.slice(0, 16));
      this.startsAtOffset.set(offsetOf(event.startsAtLocal, event.timeZone, event.startsAt));
      if (event.endsAtLocal === null || event.endsAt === null) return;
      this.hasEnd.set(true);
      this.endsAtLocal.set(event.endsAtLocal.slice(0, 16));
      this.endsAtOffset.set(offsetOf(event.endsAtLocal, event.timeZone, event.endsAt));
    });
  }

  /** Most events end on the day they begin: the end is offered four hours after the start. */
  protected addEnd(): void {
    this.hasEnd.set(true);
    const start = this.starts()?.instant;
    if (start == null || this.endsAtLocal() !== '') return;
    const end = new Date(new Date(start).getTime() + USUAL_MS).toISOString();
    this.endsAtLocal.set(localOf(end, this.timeZone()));
    setTimeout(() => document.getElementById('ends-time')?.focus());
  }

  protected text(event: Event): string {
    return (event.target as HTMLInputElement).value;
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    if (this.missing() !== null || this.isBusy()) return;
    this.isBusy.set(true);
    this.problem.set(null);
    const { local, offset } = this.starts()!;
    const end = this.hasEnd() ? this.ends() : null;
    const body = {
      name: this.name().trim(),
      venue: this.venue().trim(),
      hostName: this.hostName().trim(),
      description: this.description().trim() || null,
      timeZone: this.timeZone(),
      startsAtLocal: local,
      ...(offset === null ? {} : { startsAtOffset: offset }),
      endsAtLocal: end?.local ?? null,
      ...(end?.offset == null ? {} : { endsAtOffset: end.offset }),
    };
    try {
      const eventId = this.eventId();
      const saved =
        eventId === undefined
          ? await this.api.invoke(createEvent, { body })
          : await this.api.invoke(updateEvent, {
              eventId,
              body: { ...body, ...(this.version === undefined ? {} : { version: this.version }) },
            });
      this.current?.take(saved);
      await this.onward(['/events', saved.id]);
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.isBusy.set(false);
    }
  }

  protected async cancelEvent(): Promise<void> {
    const eventId = this.eventId();
    if (eventId === undefined) return;
    const isSure = await this.confirm.ask({
      title: `Cancel ${this.name()}?`,
      text: 'Every message that has not left is stopped. Nobody is told by this: send a message first if they should know.',
      action: 'Cancel the event',
      isDangerous: true,
    });
    if (!isSure) return;
    try {
      this.current?.take(await this.api.invoke(cancelEvent, { eventId }));
      await this.onward(['/events', eventId]);
    } catch (error) {
      this.problem.set(problemOf(error));
    }
  }
}
