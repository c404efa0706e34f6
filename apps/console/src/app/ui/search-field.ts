import { Component, effect, input, model, signal } from '@angular/core';
import { Icon } from './icon';

const PAUSE_MS = 250;

/** A search field that waits until one stops typing. */
@Component({
  selector: 'beckon-search-field',
  imports: [Icon],
  template: `<label class="bk-search"
    ><span class="bk-vh">{{ label() }}</span
    ><beckon-icon name="search" /><input
      class="bk-input"
      type="search"
      [placeholder]="placeholder()"
      [value]="typed()"
      (input)="type($event)"
  /></label>`,
  styles: `
    :host {
      display: block;
    }
  `,
})
export class SearchField {
  readonly label = input.required<string>();
  readonly placeholder = input('');
  readonly text = model('');
  protected readonly typed = signal('');
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    effect(() => this.typed.set(this.text()));
  }

  protected type(event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.typed.set(value);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.text.set(value.trim()), PAUSE_MS);
  }
}
