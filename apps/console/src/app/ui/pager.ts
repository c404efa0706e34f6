import { Component, input } from '@angular/core';
import type { CursorPages } from './cursor-pages';

/** Moves through a list by cursor. */
@Component({
  selector: 'beckon-pager',
  template: `<div class="bk-foot">
    <span>{{ words() }}</span>
    @if (pages().hasPrevious()) {
      <button class="bk-btn bk-btn--s" type="button" (click)="pages().previous()">Previous</button>
    }
    @if (nextCursor()) {
      <button class="bk-btn bk-btn--s" type="button" (click)="pages().next(nextCursor())">Next</button>
    }
  </div>`,
})
export class Pager {
  /** For example "1 to 50 of 1,246". */
  readonly words = input.required<string>();
  readonly pages = input.required<CursorPages>();
  /** Of the page that is shown; none on the last one, or before it has come. */
  readonly nextCursor = input<string | null>();
}
