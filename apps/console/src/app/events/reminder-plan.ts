import { Component, computed, inject, input } from '@angular/core';
import { Api } from '../api/generated/api';
import { listMessages } from '../api/generated/fn/messages/list-messages';
import { loaded } from '../api/loaded';
import { Icon } from '../ui/icon';
import { Now } from '../ui/now';
import { CurrentEvent } from './current-event';
import { reminderMoves } from './reminder-moves';

/** What saving this date does to the four reminders. */
@Component({
  selector: 'beckon-reminder-plan',
  imports: [Icon],
  template: `<div class="bk-alert bk-alert--note">
    <beckon-icon name="clock" />
    <div>
      <strong>{{ eventId() ? 'The reminders move with it' : 'Four reminders are planned by themselves' }}</strong>
      <ul>
        @for (row of rows(); track row.label) {
          <li>
            <b>{{ row.label }}</b> <span>{{ row.words }}</span>
          </li>
        }
      </ul>
    </div>
  </div>`,
  styles: `
    ul {
      display: grid;
      grid-template-columns: fit-content(14rem) 1fr;
      gap: 0.125rem 1rem;
    }
    li {
      display: contents;
    }
    b {
      font-weight: 560;
    }
  `,
})
export class ReminderPlan {
  readonly startsAt = input.required<string>();
  readonly startsAtLocal = input.required<string>();
  readonly timeZone = input.required<string>();
  readonly eventId = input<string>();
  private readonly api = inject(Api);
  private readonly now = inject(Now);
  private readonly messages = loaded(
    () => this.eventId(),
    (eventId) => this.api.invoke(listMessages, { eventId, limit: 100 }),
  );
  private readonly current = inject(CurrentEvent, { optional: true });
  protected readonly rows = computed(() =>
    reminderMoves(
      { startsAtLocal: this.startsAtLocal(), timeZone: this.timeZone() },
      this.current?.value() ?? null,
      this.messages.value()?.items ?? [],
      this.now.value(),
    ),
  );
}
