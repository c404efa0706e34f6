import { Injectable, signal } from '@angular/core';
import { store, stored } from '../ui/stored';

export type Scheme = 'system' | 'light' | 'dark';
const KEY = 'beckon.scheme';

/** Light, dark, or as the system wants; kept in this browser. `public/theme.js` does the same before the first paint. */
@Injectable({ providedIn: 'root' })
export class Theme {
  private readonly chosen = signal<Scheme>(read());
  readonly scheme = this.chosen.asReadonly();

  constructor() {
    this.show();
  }

  set(scheme: Scheme): void {
    this.chosen.set(scheme);
    store(KEY, scheme);
    this.show();
  }

  /** To the other of what is seen now. */
  flip(): void {
    const isDark =
      this.chosen() === 'dark' || (this.chosen() === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
    this.set(isDark ? 'light' : 'dark');
  }

  private show(): void {
    const { classList } = document.documentElement;
    classList.toggle('light', this.chosen() === 'light');
    classList.toggle('dark', this.chosen() === 'dark');
  }
}

function read(): Scheme {
  const kept = stored(KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}
