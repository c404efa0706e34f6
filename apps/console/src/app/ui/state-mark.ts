import { Component, computed, input } from '@angular/core';
import { DELIVERY_STATES, type StateWords } from '../words/states';
import { Icon } from './icon';

/** Mark and word of a state, in its colour. */
@Component({
  selector: 'beckon-state',
  imports: [Icon],
  template: `<span class="bk-state" [style.color]="colour()"
    ><beckon-icon [name]="words().icon" /> {{ words().word }}</span
  >`,
  styles: `
    .bk-state {
      display: inline-flex;
      align-items: center;
      gap: 0.375rem;
      font-weight: 520;
      white-space: nowrap;
    }
  `,
})
export class StateMark {
  /** A delivery's state, or words of one's own. */
  readonly of = input.required<string | StateWords>();
  protected readonly words = computed<StateWords>(() => {
    const of = this.of();
    return typeof of === 'string' ? (DELIVERY_STATES[of] ?? { icon: 'info', word: of, tone: 'idle' }) : of;
  });
  protected readonly colour = computed(() => `var(--bk-${this.words().tone})`);
}
