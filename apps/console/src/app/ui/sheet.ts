import { computed, DestroyRef, Directive, effect, ElementRef, inject, input, output, signal } from '@angular/core';
import { putBeneath } from './beneath';

/**
 * Something beside the page that covers it in narrow windows: there it is a dialog, the focus goes into it, and what lies beneath
 * is out of reach. `Esc` closes it. The focus goes back to what opened it, unless the caller has brought it somewhere else.
 */
@Directive({
  selector: '[beckonSheet]',
  exportAs: 'sheet',
  host: {
    tabindex: '-1',
    '[attr.role]': "isOver() ? 'dialog' : null",
    '[attr.aria-modal]': 'isOver() ? true : null',
    '(document:keydown.escape)': 'escape($event)',
  },
})
export class Sheet {
  /** The widest window that it covers, in px. */
  readonly beckonSheet = input.required<number>();
  readonly sheetOpen = input(true);
  readonly sheetClosed = output();
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly isNarrow = signal(false);
  protected readonly isOver = computed(() => this.sheetOpen() && this.isNarrow());
  private bringBack = (): void => undefined;

  constructor() {
    effect((onCleanup) => {
      const media = matchMedia(`(max-width: ${this.beckonSheet()}px)`);
      const changed = ({ matches }: Pick<MediaQueryList, 'matches'>): void => this.isNarrow.set(matches);
      changed(media);
      media.addEventListener('change', changed);
      onCleanup(() => media.removeEventListener('change', changed));
    });
    effect((onCleanup) => {
      if (!this.sheetOpen()) return;
      const opener = document.activeElement;
      onCleanup(() => this.returnFocus(opener));
    });
    effect((onCleanup) => {
      if (!this.isOver()) return;
      this.bringBack = putBeneath(this.element);
      onCleanup(() => this.bringBack());
      this.element.focus();
    });
    // before the focus goes back
    inject(DestroyRef).onDestroy(() => this.bringBack());
  }

  close(): void {
    // before the caller looks for its row: nothing that is out of reach takes the focus
    this.bringBack();
    this.sheetClosed.emit();
  }

  /** Also while the focus is still on the row; what lies over the page closes first. */
  protected escape(event: Event): void {
    const isAbove = event.target instanceof Element && event.target.closest('.cdk-overlay-container') !== null;
    if (this.sheetOpen() && !event.defaultPrevented && !isAbove) this.close();
  }

  private returnFocus(opener: Element | null): void {
    this.bringBack();
    const { activeElement, body } = document;
    const isElsewhere = activeElement !== body && !this.element.contains(activeElement);
    if (!isElsewhere && opener instanceof HTMLElement && opener.isConnected) opener.focus();
  }
}
