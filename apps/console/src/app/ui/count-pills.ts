import { Component, input, model } from '@angular/core';
import { ChosenInView } from './chosen-in-view';
import { Icon } from './icon';
import type { IconName } from './icons';

/** One choice of the pills. */
export interface Pill {
  readonly key: string;
  readonly word: string;
  readonly count?: number | null;
  readonly icon?: IconName;
  readonly tone?: string;
}

/** Counts that are the filter: one pressed at a time. */
@Component({
  selector: 'beckon-pills',
  imports: [ChosenInView, Icon],
  template: `<div class="bk-pills" role="group" [attr.aria-label]="label()" beckonChosenInView>
    @for (pill of pills(); track pill.key) {
      <button
        class="bk-pill"
        type="button"
        [attr.aria-pressed]="selected() === pill.key"
        (click)="selected.set(pill.key)"
      >
        @if (pill.icon) {
          <span [style.color]="pill.tone ? 'var(--bk-' + pill.tone + ')' : null"
            ><beckon-icon [name]="pill.icon"
          /></span>
        }
        {{ pill.word }}
        @if (pill.count !== undefined && pill.count !== null) {
          <b [attr.data-zero]="pill.count === 0 ? '' : null">{{ pill.count.toLocaleString('en') }}</b>
        }
      </button>
    }
  </div>`,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
  `,
})
export class CountPills {
  readonly pills = input.required<readonly Pill[]>();
  /** What the group does, for screen readers. */
  readonly label = input.required<string>();
  readonly selected = model.required<string>();
}
