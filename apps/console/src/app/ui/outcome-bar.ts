import { Component, computed, input } from '@angular/core';
import { COUNT_GROUPS } from '../words/states';

/** How a message stands, as one bar; the same numbers stand beside it in words. */
@Component({
  selector: 'beckon-outcome-bar',
  template: `<span class="bar" role="img" [attr.aria-label]="label()">
    @for (part of parts(); track part.key) {
      <i [style.flex-grow]="part.count" [style.background]="'var(--bk-' + part.tone + '-fill)'"></i>
    }
  </span>`,
  styles: `
    :host {
      display: block;
    }
    .bar {
      display: flex;
      gap: 1px;
      height: 0.5rem;
      border-radius: var(--bk-r-full);
      overflow: hidden;
      background: var(--bk-sunken);
    }
    i {
      flex: 0 1 0;
      min-width: 3px;
      transition: flex-grow var(--bk-settle) var(--bk-ease);
    }
  `,
})
export class OutcomeBar {
  readonly counts = input.required<object>();
  protected readonly parts = computed(() => {
    const counts = this.counts() as Record<string, number | undefined>;
    return COUNT_GROUPS.map(({ key, state }) => ({
      key,
      word: state.word,
      tone: state.tone,
      count: counts[key] ?? 0,
    })).filter(({ count }) => count > 0);
  });
  protected readonly label = computed(
    () =>
      this.parts()
        .map(({ count, word }) => `${count} ${word.toLowerCase()}`)
        .join(', ') || 'nothing yet',
  );
}
