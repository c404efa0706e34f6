import { Component, effect, type ElementRef, input, output, viewChild } from '@angular/core';
import { Icon } from './icon';

/** A column beside a list from 1180 px, a sheet over it below. `Esc` closes it; the caller gives the focus back to its row. */
@Component({
  selector: 'beckon-side-panel',
  imports: [Icon],
  host: { '(document:keydown.escape)': 'escape($event)' },
  template: `<aside class="bk-panel panel" #panel tabindex="-1" [attr.aria-label]="label()">
    <button class="bk-btn bk-btn--icon close" type="button" aria-label="Close" (click)="closed.emit()">
      <beckon-icon name="x" />
    </button>
    <ng-content />
  </aside>`,
  styles: `
    :host {
      display: block;
    }
    .panel {
      position: sticky;
      top: 1rem;
      padding: 1rem 1.125rem 1.25rem;
      max-height: calc(100vh - 2rem);
      overflow: auto;
    }
    .close {
      float: right;
      margin: -0.25rem -0.375rem 0 0.5rem;
      border-color: transparent;
      background: none;
    }
    @media (max-width: 1179px) {
      .panel {
        position: fixed;
        inset: 0;
        z-index: 20;
        max-height: none;
        border-radius: 0;
        padding: 1rem var(--bk-gutter) 2rem;
      }
    }
  `,
})
export class SidePanel {
  readonly label = input.required<string>();
  readonly closed = output();
  private readonly panel = viewChild.required<ElementRef<HTMLElement>>('panel');

  constructor() {
    effect(() => {
      this.label();
      if (matchMedia('(max-width: 1179px)').matches) this.panel().nativeElement.focus();
    });
  }

  /** Also while the focus is still on the row; what lies over the page closes first. */
  protected escape(event: Event): void {
    const isAbove = event.target instanceof Element && event.target.closest('.cdk-overlay-container') !== null;
    if (!event.defaultPrevented && !isAbove) this.closed.emit();
  }
}
