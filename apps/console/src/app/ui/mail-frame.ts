import { Component, input } from '@angular/core';
import { PaperFrame } from './paper-frame';

/** A mail as a guest sees it, in a frame that runs nothing and stays paper in both schemes. */
@Component({
  selector: 'beckon-mail-frame',
  imports: [PaperFrame],
  template: `<div class="bk-preview">
    <div class="bk-preview-bar">
      <span>
        @if (from()) {
          <strong>{{ from() }}</strong>:
        }
        {{ subject() }}</span
      ><ng-content />
    </div>
    <iframe sandbox="" title="The mail" [beckonPaper]="html()"></iframe>
  </div>`,
  styles: `
    :host {
      display: block;
    }
    iframe {
      width: 100%;
      height: var(--bk-mail-height, 34rem);
      border: 0;
      background: #fff;
      color-scheme: light;
    }
  `,
})
export class MailFrame {
  readonly subject = input.required<string>();
  readonly html = input.required<string>();
  readonly from = input('');
}
