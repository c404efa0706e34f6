import { Component, computed, inject, input } from '@angular/core';
import { DomSanitizer } from '@angular/platform-browser';

/** A mail as a guest sees it, in a frame that runs nothing and stays paper in both schemes. */
@Component({
  selector: 'beckon-mail-frame',
  template: `<div class="bk-preview">
    <div class="bk-preview-bar">
      <span>
        @if (from()) {
          <strong>{{ from() }}</strong>:
        }
        {{ subject() }}</span
      ><ng-content />
    </div>
    <iframe sandbox="" title="The mail" [srcdoc]="safe()"></iframe>
  </div>`,
  styles: `
    :host {
      display: block;
    }
    iframe {
      width: 100%;
      height: 34rem;
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
  private readonly sanitizer = inject(DomSanitizer);
  // the sandbox without any permission is what makes foreign HTML harmless; without this Angular would strip the mail's styles
  protected readonly safe = computed(() => this.sanitizer.bypassSecurityTrustHtml(this.html()));
}
