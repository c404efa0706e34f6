import { computed, signal, type Signal } from '@angular/core';

/** Remembers the cursors of the pages one came through, because a cursor only leads forward. */
export interface CursorPages {
  readonly cursor: Signal<string | undefined>;
  readonly pageNumber: Signal<number>;
  readonly hasPrevious: Signal<boolean>;
  next(cursor: string | null | undefined): void;
  previous(): void;
  /** Back to the first page, for example when the filter changes. */
  reset(): void;
}

/** A stack of cursors for one list. */
export function cursorPages(): CursorPages {
  const stack = signal<readonly string[]>([]);
  return {
    cursor: computed(() => stack().at(-1)),
    pageNumber: computed(() => stack().length),
    hasPrevious: computed(() => stack().length > 0),
    next: (cursor) => {
      if (cursor) stack.update((pages) => [...pages, cursor]);
    },
    previous: () => stack.update((pages) => pages.slice(0, -1)),
    reset: () => stack.set([]),
  };
}
