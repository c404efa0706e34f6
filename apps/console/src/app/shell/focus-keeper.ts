import { afterEveryRender, DestroyRef, inject, Injectable } from '@angular/core';

/** A new page takes the focus to its heading by itself; this looks afterwards. */
const LATER_MS = 120;

/**
 * Keeps the focus when what has it goes away: a button that is done, an offer to undo whose time is over, a row that was
 * removed. Then it moves to the nearest thing around it that is still there, so that Tab goes on from the same place. A button
 * that rests while it works gets it back.
 */
@Injectable({ providedIn: 'root' })
export class FocusKeeper {
  private last: HTMLElement | null = null;
  private around: readonly HTMLElement[] = [];
  private isResting = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    const came = ({ target }: FocusEvent): void => this.remember(target);
    // whoever presses somewhere else takes the focus away on purpose
    const pressed = (): void => this.remember(null);
    document.addEventListener('focusin', came);
    document.addEventListener('pointerdown', pressed);
    inject(DestroyRef).onDestroy(() => {
      document.removeEventListener('focusin', came);
      document.removeEventListener('pointerdown', pressed);
    });
    afterEveryRender(() => {
      // browsers take the focus from a button that is switched off, but only afterwards
      this.isResting ||= this.last?.matches(':disabled') ?? false;
      if (!this.isLost()) return;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.look(), LATER_MS);
    });
  }

  private remember(target: EventTarget | null): void {
    this.last = target instanceof HTMLElement ? target : null;
    this.isResting = false;
    const around: HTMLElement[] = [];
    for (let element = this.last?.parentElement; element?.closest('main'); element = element.parentElement)
      around.push(element);
    this.around = around;
  }

  private isLost(): boolean {
    return this.last !== null && (document.activeElement === document.body || document.activeElement === null);
  }

  private look(): void {
    if (!this.isLost() || this.last === null) return;
    if (this.last.isConnected) {
      if (this.isResting && !this.last.matches(':disabled')) this.last.focus({ preventScroll: true });
      return;
    }
    const next = this.around.find(({ isConnected }) => isConnected) ?? document.querySelector<HTMLElement>('main');
    if (next === null) return;
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
  }
}
