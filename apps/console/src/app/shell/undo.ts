import { computed, Injectable, signal } from '@angular/core';
import { type Problem, problemOf } from '../api/problem';

/** Something that was done and can be taken back for a while. */
export interface Undoable {
  readonly text: string;
  readonly note?: string;
  readonly seconds: number;
  /** What the button says. */
  readonly action?: string;
  /** What it is about, such as a message's id: on the page of that the offer stands beside it, elsewhere in the bar. */
  readonly about?: string;
  undo(): void | Promise<void>;
}

/** Holds the one thing that can be taken back right now. */
@Injectable({ providedIn: 'root' })
export class Undo {
  private readonly offered = signal<(Undoable & { readonly id: number }) | null>(null);
  readonly current = this.offered.asReadonly();
  private readonly shownInPage = signal<string | null>(null);
  /** What the bar shows: nothing while the page itself offers the same. */
  readonly inBar = computed(() => {
    const about = this.offered()?.about;
    return about !== undefined && about === this.shownInPage() ? null : this.offered();
  });
  private readonly refused = signal<Problem | null>(null);
  /** Why what was pressed last, on a page one has left perhaps, did not work: too late, or no connection. */
  readonly problem = this.refused.asReadonly();
  private id = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  offer(undoable: Undoable): void {
    clearTimeout(this.timer);
    this.refused.set(null);
    this.offered.set({ ...undoable, id: ++this.id });
    this.timer = setTimeout(() => this.offered.set(null), undoable.seconds * 1000);
  }

  /**
   * A page that offers by itself to take this back, so that it is offered once.
   *
   * @param about null: not any more
   */
  standIn(about: string | null): void {
    this.shownInPage.set(about);
  }

  async take(): Promise<void> {
    const undoable = this.offered();
    this.dismiss();
    try {
      await undoable?.undo();
    } catch (error) {
      this.tell(problemOf(error));
    }
  }

  /** Says wherever one is that something did not work. @param problem null: it has been read */
  tell(problem: Problem | null): void {
    this.refused.set(problem);
  }

  dismiss(): void {
    clearTimeout(this.timer);
    this.offered.set(null);
  }
}
