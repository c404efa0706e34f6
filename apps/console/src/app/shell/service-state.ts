import { computed, inject, Injectable, signal } from '@angular/core';
import { HttpClient } from '@angular/common/http';
import { firstValueFrom } from 'rxjs';

const EVERY_MS = 60_000;

/** Whether everything can be sent as asked, for the line at the foot of the navigation. */
@Injectable({ providedIn: 'root' })
export class ServiceState {
  private readonly http = inject(HttpClient);
  private readonly found = signal<number | null>(null);
  readonly gaps = computed(() => this.found() ?? 0);
  readonly words = computed(() => {
    const found = this.found();
    if (found === null) return 'Status';
    return found === 0 ? 'All channels can send' : found === 1 ? 'One gap' : 'Gaps';
  });

  constructor() {
    void this.look();
    setInterval(() => void this.look(), EVERY_MS);
  }

  async look(): Promise<void> {
    try {
      const { items } = await firstValueFrom(this.http.get<{ items: unknown[] }>('/v1/status/gaps'));
      this.found.set(items.length);
    } catch {
      this.found.set(null);
    }
  }
}
