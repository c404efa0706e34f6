import { Component, computed, input } from '@angular/core';
import { MESSAGE_STATES } from '../words/states';
import { Icon } from './icon';

/** A tinted chip that sums up a message. */
@Component({
  selector: 'beckon-status-chip',
  imports: [Icon],
  template: `<span class="bk-chip" [style.color]="colour()" [style.background]="tint()"
    ><beckon-icon [name]="words().icon" /> {{ words().word }}</span
  >`,
})
export class StatusChip {
  /** A message's status; `held` while it can still be undone. */
  readonly status = input.required<string>();
  protected readonly words = computed(
    () => MESSAGE_STATES[this.status()] ?? { icon: 'info' as const, word: this.status(), tone: 'idle' as const },
  );
  protected readonly colour = computed(() => `var(--bk-${this.words().tone})`);
  protected readonly tint = computed(() => `var(--bk-${this.words().tone}-tint)`);
}
