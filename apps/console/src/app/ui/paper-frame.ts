import { Directive, effect, ElementRef, inject, input } from '@angular/core';
import { mailPaper } from './mail-paper';

/**
 * Fills a sandboxed frame with a mail's HTML. The sandbox keeps it harmless (no script, no origin, no form), so it is shown with
 * all its styles; nothing of it ever reaches the page itself.
 */
@Directive({ selector: 'iframe[sandbox=""][beckonPaper]' })
export class PaperFrame {
  readonly beckonPaper = input.required<string>();
  private readonly frame = inject<ElementRef<HTMLIFrameElement>>(ElementRef).nativeElement;

  constructor() {
    effect(() => {
      this.frame.srcdoc = mailPaper(this.beckonPaper());
    });
  }
}
