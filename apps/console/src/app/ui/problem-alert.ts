import { Component, computed, input, output } from '@angular/core';
import type { Problem } from '../api/problem';
import { problemWords } from '../words/problem-words';
import { CopyButton } from './copy-button';
import { Icon } from './icon';

/** A problem in plain words: what happened, what to do, and the number for support. */
@Component({
  selector: 'beckon-problem',
  imports: [CopyButton, Icon],
  template: `<div class="bk-alert" role="alert" tabindex="-1">
    <beckon-icon name="alert" />
    <div>
      <strong>{{ words().title }}</strong>
      @if (words().detail && words().detail !== words().title) {
        <span>{{ words().detail }}</span>
      }
      @if (words().todo) {
        <span>{{ words().todo }}</span>
      }
      <ng-content />
      @if (problem().requestId; as id) {
        <span class="bk-mono">request {{ id }} <beckon-copy [text]="id" label="Copy the request number" /></span>
      }
      @if (canRetry()) {
        <button class="bk-btn bk-btn--s" type="button" (click)="retry.emit()">Try again</button>
      }
    </div>
  </div>`,
  styles: `
    :host {
      display: block;
    }
  `,
})
export class ProblemAlert {
  readonly problem = input.required<Problem>();
  readonly canRetry = input(false);
  readonly retry = output();
  protected readonly words = computed(() => problemWords(this.problem()));
}
