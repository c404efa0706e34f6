import { Component, computed, effect, input, signal } from '@angular/core';
import type { Loaded } from '../api/loaded';
import { ProblemAlert } from './problem-alert';

const SKELETON_AFTER_MS = 150;

/**
 * The four states of anything that is fetched: loading (a skeleton after a moment), a problem with a way on, empty with the
 * next step (content marked `empty`), and the data, which stays dimmed while newer ones are on their way.
 */
@Component({
  selector: 'beckon-data',
  imports: [ProblemAlert],
  template: `@if (of().problem(); as problem) {
      <beckon-problem [problem]="problem" [canRetry]="true" (retry)="of().reload()" />
    }
    @if (hasValue()) {
      @if (isEmpty()) {
        <ng-content select="[empty]" />
      } @else {
        <div [class.dim]="of().isLoading()" [attr.aria-busy]="of().isLoading()"><ng-content /></div>
      }
    } @else if (isSlow() && of().problem() === null) {
      <div class="skeleton" role="status">
        <span class="bk-vh">Loading</span>
        @for (width of widths; track $index) {
          <span class="bk-skel" [style.width.%]="width"></span>
        }
      </div>
    }`,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
    :host > beckon-problem {
      display: block;
      margin-block: 1rem;
    }
    .dim {
      opacity: 0.6;
      transition: opacity var(--bk-move);
    }
    .skeleton {
      display: grid;
      gap: 1.25rem;
      padding: 1rem 0;
    }
  `,
})
export class DataPage {
  readonly of = input.required<Loaded<unknown>>();
  readonly isEmpty = input(false);
  protected readonly widths = [92, 78, 85, 70];
  protected readonly hasValue = computed(() => this.of().value() !== undefined);
  protected readonly isSlow = signal(false);

  constructor() {
    effect((onCleanup) => {
      if (!this.of().isLoading()) return;
      this.isSlow.set(false);
      const timer = setTimeout(() => this.isSlow.set(true), SKELETON_AFTER_MS);
      onCleanup(() => clearTimeout(timer));
    });
  }
}
