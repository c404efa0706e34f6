import { Component, computed, inject, input } from '@angular/core';
import { distanceWords, instantWords, zoneName } from '../words/time';
import { Now } from './now';

/** An instant in the event's zone, and how far away it is. */
@Component({
  selector: 'beckon-time',
  template: `<time [attr.datetime]="at()">{{ words() }}</time>
    @if (showsDistance()) {
      <span class="bk-quiet">{{ distance() }}</span>
    }`,
  styles: `
    :host {
      display: inline-flex;
      flex-wrap: wrap;
      gap: 0 0.5rem;
    }
  `,
})
export class TimeText {
  /** ISO 8601. */
  readonly at = input.required<string>();
  readonly timeZone = input.required<string>();
  readonly showsDistance = input(true);
  /** Adds "in Accra". */
  readonly showsZone = input(false);
  private readonly now = inject(Now);
  protected readonly words = computed(
    () =>
      instantWords(this.at(), this.timeZone(), this.now.value()) +
      (this.showsZone() ? ` in ${zoneName(this.timeZone())}` : ''),
  );
  protected readonly distance = computed(() => distanceWords(this.at(), this.now.value()));
}
