import { afterNextRender, DestroyRef, Directive, ElementRef, inject } from '@angular/core';

const CHOSEN = '[aria-current], [aria-pressed="true"]';

/**
 * A row of tabs or pills that is wider than the screen is scrolled to the one that is chosen: at first, because an address may
 * choose one that stands outside, and whenever another is chosen.
 */
@Directive({ selector: '[beckonChosenInView]' })
export class ChosenInView {
  private readonly row: HTMLElement = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  constructor() {
    const changes = new MutationObserver(() => this.show());
    inject(DestroyRef).onDestroy(() => changes.disconnect());
    afterNextRender(() => {
      this.show();
      const attributeFilter = ['aria-current', 'aria-pressed'];
      changes.observe(this.row, { subtree: true, childList: true, attributes: true, attributeFilter });
    });
  }

  private show(): void {
    const chosen = this.row.querySelector(CHOSEN);
    if (chosen === null || this.row.scrollWidth <= this.row.clientWidth) return;
    const frame = this.row.getBoundingClientRect();
    const { left, right, width } = chosen.getBoundingClientRect();
    if (left >= frame.left && right <= frame.right) return;
    this.row.scrollLeft += left - frame.left - (frame.width - width) / 2;
  }
}
