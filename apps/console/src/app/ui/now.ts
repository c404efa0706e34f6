import { DestroyRef, inject, Injectable, signal } from '@angular/core';

/** The present, moved on once a second for everything that shows a distance. */
@Injectable({ providedIn: 'root' })
export class Now {
  private readonly moment = signal(new Date());
  readonly value = this.moment.asReadonly();

  constructor() {
    const timer = setInterval(() => this.moment.set(new Date()), 1000);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }
}
