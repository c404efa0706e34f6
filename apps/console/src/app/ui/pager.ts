import { Component, input, output } from '@angular/core';

/** Moves through a list by cursor. */
@Component({
  selector: 'beckon-pager',
  template: `<div class="bk-foot">
    <span>{{ words() }}</span>
    @if (hasPrevious()) {
      <button class="bk-btn bk-btn--s" type="button" (click)="previous.emit()">Previous</button>
    }
    @if (hasNext()) {
      <button class="bk-btn bk-btn--s" type="button" (click)="next.emit()">Next</button>
    }
  </div>`,
})
export class Pager {
  /** For example "1 to 50 of 1,246". */
  readonly words = input.required<string>();
  readonly hasPrevious = input(false);
  readonly hasNext = input(false);
  readonly previous = output();
  readonly next = output();
}
