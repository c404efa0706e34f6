import { Injectable, signal } from '@angular/core';

/** Something that was done and can be taken back for a while. */
export interface Undoable {
  readonly text: string;
  readonly note?: string;
  readonly seconds: number;
  /** What the button says. */
  readonly action?: string;
  undo(): void | Promise<void>;
}

/** Holds the one thing that can be taken back right now. */
@Injectable({ providedIn: 'root' })
export class Undo {
  private readonly offered = signal<(Undoable & { readonly id: number }) | null>(null);
  readonly current = this.offered.asReadonly();
  private id = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  offer(undoable: Undoable): void {
    clearTimeout(this.timer);
    this.offered.set({ ...undoable, id: ++this.id });
    this.timer = setTimeout(() => this.offered.set(null), undoable.seconds * 1000);
  }

  async take(): Promise<void> {
    const undoable = this.offered();
    this.dismiss();
    await undoable?.undo();
  }

  dismiss(): void {
    clearTimeout(this.timer);
    this.offered.set(null);
  }
}
