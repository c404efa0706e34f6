import type { WritableSignal } from '@angular/core';

/**
 * Takes in what was saved without losing a letter of whoever goes on writing meanwhile.
 *
 * @param field what is being written; `take` makes it begin anew
 * @param sent what was in it when it was sent
 */
export function keepWriting<T>(field: WritableSignal<T>, sent: T, take: () => void): void {
  const written = field();
  take();
  if (written !== sent) field.set(written);
}
