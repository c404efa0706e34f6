import { DestroyRef, inject, Injectable } from '@angular/core';
import { LiveAnnouncer } from '@angular/cdk/a11y';

const QUIET_MS = 5000;

/** Speaks to screen readers; counts that change all the time are said at most every five seconds. */
@Injectable({ providedIn: 'root' })
export class Announcer {
  private readonly live = inject(LiveAnnouncer);
  private quietUntil = 0;
  private waiting: ReturnType<typeof setTimeout> | null = null;

  constructor() {
    inject(DestroyRef).onDestroy(() => this.waiting !== null && clearTimeout(this.waiting));
  }

  /** Says it now. */
  say(text: string): void {
    void this.live.announce(text, 'polite');
  }

  /** Says the latest of many, with pauses in between. */
  sayNowAndThen(text: string): void {
    if (this.waiting !== null) clearTimeout(this.waiting);
    const wait = Math.max(0, this.quietUntil - Date.now());
    this.waiting = setTimeout(() => {
      this.quietUntil = Date.now() + QUIET_MS;
      this.say(text);
    }, wait);
  }
}
