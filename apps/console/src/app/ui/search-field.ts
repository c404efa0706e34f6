import { Component, DestroyRef, effect, inject, input, model, signal } from '@angular/core';
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
  /** What this field has said last: when it comes back as the filter, whoever types has perhaps gone on. */
  private said: string | null = null;

  constructor() {
    effect(() => {
      const text = this.text();
      if (text === this.said || this.timer !== undefined) return;
      this.said = null;
      this.typed.set(text);
    });
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer));
  }

  protected type(event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.typed.set(value);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.said = value.trim();
      this.text.set(this.said);
    }, PAUSE_MS);
  }
}
