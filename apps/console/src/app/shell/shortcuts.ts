import { DestroyRef, inject, Injectable, signal } from '@angular/core';
import { store, stored } from '../ui/stored';

/** One key, or two in a row such as `g e`. */
export interface Shortcut {
  readonly keys: string;
  readonly does: string;
  run(): void;
}

const KEY = 'beckon.single-keys';
const CHORD_MS = 1200;

/** Single keys rest while somebody types and can be switched off (WCAG 2.1.4); those with Ctrl or Cmd always work. */
@Injectable({ providedIn: 'root' })
export class Shortcuts {
  private readonly list = signal<readonly Shortcut[]>([]);
  readonly all = this.list.asReadonly();
  readonly areOn = signal(stored(KEY) !== 'off');
  private first: { key: string; at: number } | null = null;

  constructor() {
    const listen = (event: KeyboardEvent): void => this.hear(event);
    document.addEventListener('keydown', listen);
    inject(DestroyRef).onDestroy(() => document.removeEventListener('keydown', listen));
  }

  /** Adds shortcuts for as long as the caller lives. */
  use(shortcuts: readonly Shortcut[], destroy: DestroyRef): void {
    this.list.update((all) => [...all, ...shortcuts]);
    destroy.onDestroy(() => this.list.update((all) => all.filter((one) => !shortcuts.includes(one))));
  }

  switch(on: boolean): void {
    this.areOn.set(on);
    store(KEY, on ? 'on' : 'off');
  }

  private hear(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.altKey) return;
    const withControl = event.ctrlKey || event.metaKey;
    const key = withControl
      ? `mod+${event.key.toLowerCase()}`
      : event.key.length === 1
        ? event.key.toLowerCase()
        : event.key;
    if (!withControl && (!this.areOn() || isTyping(event.target))) return;
    const isSecond = this.first !== null && event.timeStamp - this.first.at < CHORD_MS;
    const chord = isSecond ? this.list().findLast(({ keys }) => keys === `${this.first!.key} ${key}`) : undefined;
    const shortcut = chord ?? this.list().findLast(({ keys }) => keys === key);
    this.first = shortcut === undefined ? { key, at: event.timeStamp } : null;
    if (shortcut === undefined) return;
    event.preventDefault();
    shortcut.run();
  }
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable="true"], [role="dialog"]') !== null
  );
}
