import { Component, computed, input } from '@angular/core';

/**
 * Label above, hint and error below a control. The control inside takes `[id]` and, when there is an error,
 * `aria-invalid` and `aria-describedby="<id>-note"`.
 */
@Component({
  selector: 'beckon-field',
  template: `<div class="bk-field">
    <label class="bk-label" [for]="for()">{{ label() }}</label>
    <ng-content />
    @if (error(); as error) {
      <span class="bk-error" [id]="noteId()">{{ error }}</span>
    } @else if (hint()) {
      <span class="bk-hint" [id]="noteId()">{{ hint() }}</span>
    }
  </div>`,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
  `,
})
export class Field {
  readonly label = input.required<string>();
  /** The id of the control. */
  readonly for = input.required<string>();
  readonly error = input<string | null>(null);
  readonly hint = input('');
  protected readonly noteId = computed(() => `${this.for()}-note`);
}
