import { inject, Injectable } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { type RouterStateSnapshot, TitleStrategy } from '@angular/router';

/** "Guests · Efua & Kojo's wedding · Beckon": pages may put a name of their own in front. */
@Injectable()
export class PageTitles extends TitleStrategy {
  private readonly title = inject(Title);

  override updateTitle(state: RouterStateSnapshot): void {
    const own = this.buildTitle(state);
    this.title.setTitle(own === undefined ? 'Beckon' : `${own} · Beckon`);
  }
}

/**
 * Brings the focus to the heading of a new page, so that a screen reader starts there. False where it stays: on the tab that was
 * pressed, on what the page itself has chosen, in what was opened over the page in the meantime, or where somebody has gone.
 *
 * @param from what had the focus when the page came, such as the link that led there; null: only when nothing has it
 */
export function focusHeading(from: Element | null): boolean {
  const heading = document.querySelector<HTMLElement>('main h1') ?? document.querySelector<HTMLElement>('main');
  const { activeElement, body } = document;
  const isElsewhere = activeElement !== null && activeElement !== body && activeElement !== from;
  const isChosen = activeElement?.closest('main, .cdk-overlay-container') ?? null;
  if (heading === null || isElsewhere || isChosen !== null) return false;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  return true;
}
