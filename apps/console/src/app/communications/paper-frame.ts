import { Directive, effect, ElementRef, inject, input } from '@angular/core';

/**
 * Fills a sandboxed frame with an organizer's HTML. The sandbox keeps it harmless (no script, no origin, no form), so it is
 * shown with all its styles; nothing of it ever reaches the page itself.
 */
@Directive({ selector: 'iframe[sandbox=""][beckonPaper]' })
export class PaperFrame {
  readonly beckonPaper = input.required<string>();
  private readonly frame = inject<ElementRef<HTMLIFrameElement>>(ElementRef).nativeElement;

  constructor() {
    effect(() => {
      this.frame.srcdoc = this.beckonPaper();
    });
  }
}
