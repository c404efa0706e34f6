import { HttpClient, HttpEventType } from '@angular/common/http';
import { Component, DestroyRef, inject, output, signal } from '@angular/core';
import type { Subscription } from 'rxjs';
import type { GuestImportDto } from '../api/generated/models';
import { type Problem, problemOf } from '../api/problem';
import { CurrentEvent } from '../events/current-event';
import { Announcer } from '../ui/announcer';
import { ProblemAlert } from '../ui/problem-alert';

const EXAMPLE =
  'name,firstName,email,phone,rsvpStatus,plusOnes,tags\nAma Mensah,Ama,ama@example.test,+233241234567,attending,1,"family;table 4"\n';

/** Brings a CSV file in: first a dry run that says what would happen, line by line, then the import itself. */
@Component({
  selector: 'beckon-guest-import',
  imports: [ProblemAlert],
  templateUrl: './guest-import.html',
  styleUrl: './guest-import.css',
})
export class GuestImport {
  readonly done = output();
  readonly cancelled = output();
  private readonly http = inject(HttpClient);
  private readonly announcer = inject(Announcer);
  private readonly event = inject(CurrentEvent);
  protected readonly file = signal<File | null>(null);
  protected readonly trial = signal<GuestImportDto | null>(null);
  protected readonly result = signal<GuestImportDto | null>(null);
  protected readonly problem = signal<Problem | null>(null);
  /** What is going on; the share of the file that has been sent. */
  protected readonly running = signal<{ readonly words: string; readonly share: number } | null>(null);
  private reading: Subscription | undefined;
  protected readonly isOver = signal(false);
  protected readonly example = `data:text/csv;charset=utf-8,${encodeURIComponent(EXAMPLE)}`;

  constructor() {
    inject(DestroyRef).onDestroy(() => this.reading?.unsubscribe());
  }

  protected chosen(event: Event): void {
    const [file] = (event.target as HTMLInputElement).files ?? [];
    void this.take(file);
  }

  protected dropped(event: DragEvent): void {
    event.preventDefault();
    this.isOver.set(false);
    void this.take(event.dataTransfer?.files[0]);
  }

  protected over(event: DragEvent, isOver: boolean): void {
    event.preventDefault();
    this.isOver.set(isOver);
  }

  protected async importNow(): Promise<void> {
    if (this.running() !== null) return;
    const result = await this.send(false, 'Importing');
    if (result === null) return;
    this.result.set(result);
    this.announcer.say(`${result.created} added, ${result.updated} changed.`);
  }

  private async take(file: File | undefined): Promise<void> {
    // what is being imported stays; of two files that are only read the later one counts
    if (file === undefined || (this.running() !== null && this.reading === undefined)) return;
    this.reading?.unsubscribe();
    this.trial.set(null);
    this.file.set(file);
    this.result.set(null);
    this.trial.set(await this.send(true, 'Reading the file'));
  }

  private send(dryRun: boolean, words: string): Promise<GuestImportDto | null> {
    const form = new FormData();
    form.set('file', this.file() ?? new Blob());
    this.problem.set(null);
    this.running.set({ words, share: 0 });
    return new Promise((resolve) => {
      const sending = this.http
        .post<GuestImportDto>(`/v1/events/${this.event.id()}/guests/import?dryRun=${dryRun}`, form, {
          reportUploadProgress: true,
          observe: 'events',
        })
        .subscribe({
          next: (step) => {
            if (step.type === HttpEventType.UploadProgress)
              this.running.set({ words, share: step.loaded / (step.total ?? step.loaded) });
            if (step.type !== HttpEventType.Response) return;
            this.running.set(null);
            resolve(step.body);
          },
          error: (error: unknown) => {
            this.running.set(null);
            this.problem.set(problemOf(error));
            resolve(null);
          },
        });
      this.reading = dryRun ? sending : undefined;
    });
  }
}
