import { Component, input, output } from '@angular/core';
import { Icon } from './icon';
import { Sheet } from './sheet';

/** A column beside a list from 1180 px, a sheet over it below. `Esc` closes it, and the focus goes back to what opened it. */
@Component({
  selector: 'beckon-side-panel',
  imports: [Icon, Sheet],
  template: `<aside
    class="bk-panel panel"
    #sheet="sheet"
    [beckonSheet]="1179"
    [attr.aria-label]="label()"
    (sheetClosed)="closed.emit()"
  >
    <button class="bk-btn bk-btn--icon close" type="button" aria-label="Close" (click)="sheet.close()">
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
}
