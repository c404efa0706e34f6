import { computed, effect, inject, Injectable, signal, untracked } from '@angular/core';
import { HttpClient } from '@angular/common/http';
import { firstValueFrom } from 'rxjs';
import { Session } from '../session/session';

const EVERY_MS = 60_000;

/** Whether everything can be sent as asked, for the line at the foot of the navigation. Asked while somebody is signed in. */
@Injectable({ providedIn: 'root' })
export class ServiceState {
  private readonly http = inject(HttpClient);
  private readonly session = inject(Session);
  private readonly found = signal<number | null>(null);
  readonly gaps = computed(() => this.found() ?? 0);
  readonly words = computed(() => {
    const found = this.found();
    if (found === null) return 'Status';
    return found === 0 ? 'All channels can send' : found === 1 ? 'One gap' : 'Gaps';
  });

  constructor() {
    const person = computed(() => this.session.user()?.id);
    effect((onCleanup) => {
      this.found.set(null);
      if (person() === undefined) return;
      const stop = new AbortController();
      const look = (): void => void untracked(() => this.look(stop.signal));
      look();
      const timer = setInterval(look, EVERY_MS);
      onCleanup(() => {
        stop.abort();
        clearInterval(timer);
      });
    });
  }

  private async look(stopped: AbortSignal): Promise<void> {
    let found: number | null = null;
    try {
      const { items } = await firstValueFrom(this.http.get<{ items: unknown[] }>('/v1/status/gaps'));
      found = items.length;
    } catch {
      // not known
    }
    if (!stopped.aborted) this.found.set(found);
  }
}
