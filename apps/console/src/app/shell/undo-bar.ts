import { Component, computed, DestroyRef, effect, inject, signal } from '@angular/core';
import { Announcer } from '../ui/announcer';
import { ProblemAlert } from '../ui/problem-alert';
import { Shortcuts } from './shortcuts';
import { Undo } from './undo';

/** "Done. Undo", with the seconds that are left. */
@Component({
  selector: 'beckon-undo-bar',
  imports: [ProblemAlert],
  template: `@if (undo.inBar(); as current) {
      <div class="bk-undo bar" role="status">
        <span class="bk-ring" [style.--bk-hold]="current.seconds + 's'" aria-hidden="true">
          @for (id of [current.id]; track id) {
            <svg viewBox="0 0 36 36">
              <circle cx="18" cy="18" r="15" />
              <circle cx="18" cy="18" r="15" />
            </svg>
          }
          {{ left() }}
        </span>
        <p>
          {{ current.text }}
          @if (current.note) {
            <small>{{ current.note }}</small>
          }
        </p>
        <button class="bk-btn" type="button" (click)="undo.take()">{{ current.action ?? 'Undo' }}</button>
      </div>
    } @else if (undo.problem(); as problem) {
      <beckon-problem class="bar" [problem]="problem"
        ><button class="bk-btn bk-btn--s" type="button" (click)="undo.tell(null)">Close</button></beckon-problem
      >
    }`,
  styles: `
    .bar {
      position: fixed;
      z-index: 30;
      left: 50%;
      bottom: 1.25rem;
      translate: -50% 0;
      width: min(30rem, calc(100vw - 1.5rem));
    }
  `,
})
export class UndoBar {
  protected readonly undo = inject(Undo);
  private readonly announcer = inject(Announcer);
  private readonly elapsed = signal(0);
  protected readonly left = computed(() => Math.max(0, (this.undo.current()?.seconds ?? 0) - this.elapsed()));

  constructor() {
    // ten seconds are short for whoever has to walk there by Tab
    const undo = { keys: 'u', does: 'Undo what was just done', run: () => void this.undo.take() };
    inject(Shortcuts).use([undo], inject(DestroyRef));
    effect((onCleanup) => {
      const current = this.undo.current();
      this.elapsed.set(0);
      if (current === null) return;
      this.announcer.say(`${current.text} Undo for ${current.seconds} seconds.`);
      const timer = setInterval(() => this.elapsed.update((seconds) => seconds + 1), 1000);
      onCleanup(() => clearInterval(timer));
    });
  }
}
