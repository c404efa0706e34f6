import { Component, inject, input, signal } from '@angular/core';
import { Announcer } from './announcer';
import { Icon } from './icon';

/** Copies a text and says so. */
@Component({
  selector: 'beckon-copy',
  imports: [Icon],
  template: `<button class="copy" type="button" [attr.aria-label]="label()" [title]="label()" (click)="copy()">
    <beckon-icon [name]="isCopied() ? 'check' : 'copy'" />
  </button>`,
  styles: `
    .copy {
      display: inline-grid;
      place-items: center;
      min-width: 1.5rem;
      min-height: 1.5rem;
      padding: 0;
      border: 0;
      border-radius: var(--bk-r-s);
      background: none;
      color: inherit;
      cursor: pointer;
    }
    .copy:hover {
      background: var(--bk-sunken);
    }
  `,
})
export class CopyButton {
  readonly text = input.required<string>();
  readonly label = input('Copy');
  protected readonly isCopied = signal(false);
  private readonly announcer = inject(Announcer);

  protected async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.text());
    } catch {
      this.announcer.say('Copying is not allowed here.');
      return;
    }
    this.isCopied.set(true);
    this.announcer.say('Copied.');
    setTimeout(() => this.isCopied.set(false), 2000);
  }
}
