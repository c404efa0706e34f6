import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { firstValueFrom } from 'rxjs';

/** Saves the list as a CSV file that the import reads again. */
@Injectable({ providedIn: 'root' })
export class GuestExport {
  private readonly http = inject(HttpClient);

  async download(eventId: string): Promise<void> {
    const file = await firstValueFrom(this.http.get(`/v1/events/${eventId}/guests.csv`, { responseType: 'blob' }));
    const url = URL.createObjectURL(file);
    const link = document.createElement('a');
    link.href = url;
    link.download = 'guests.csv';
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }
}
