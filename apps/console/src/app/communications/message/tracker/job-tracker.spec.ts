import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import type { MessageDto, ProgressDto } from '../../../api/generated/models';
import { JobTracker } from './job-tracker';
import { LiveProgress, StreamLost } from './live-progress';

const message = { id: 'm1', eventId: 'e1', status: 'sending', version: 1 } as unknown as MessageDto;
const none = { sending: 0, delivered: 0, failed: 0, suppressed: 0, skipped: 0, cancelled: 0, unknown: 0 };
const progress = (status: string, sent: number, queued: number): ProgressDto =>
  ({
    ...{ status, total: sent + queued, counts: { ...none, sent, queued }, ratePerSecond: 2, estimatedDoneAt: null },
    ...{ failures: [], isSimulated: false, asOf: '2026-11-22T10:00:00Z' },
  }) as unknown as ProgressDto;

/** Streams that the test writes: one for each time somebody watches. */
class Streams {
  opened = 0;
  private waiting: ((step: { progress?: ProgressDto; end?: 'done' | 'lost' }) => void) | null = null;

  async *watch(): AsyncGenerator<{ name: 'progress'; progress: ProgressDto }> {
    this.opened++;
    for (;;) {
      const step = await new Promise<{ progress?: ProgressDto; end?: 'done' | 'lost' }>(
        (resolve) => (this.waiting = resolve),
      );
      if (step.end === 'lost') throw new StreamLost('closed');
      if (step.end === 'done') return;
      yield { name: 'progress', progress: step.progress! };
    }
  }

  says(step: { progress?: ProgressDto; end?: 'done' | 'lost' }): void {
    this.waiting?.(step);
  }
}

describe('the tracker', () => {
  let fixture: ComponentFixture<JobTracker>;
  let streams: Streams;
  let moved: string[];
  const text = (): string => (fixture.nativeElement as HTMLElement).textContent.replace(/\s+/g, ' ');
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 4; turn++) await new Promise((resume) => setTimeout(resume));
    fixture.detectChanges();
  };
  const polled = () => TestBed.inject(HttpTestingController).match(({ url }) => url.endsWith('/progress'));

  beforeEach(async () => {
    streams = new Streams();
    moved = [];
    TestBed.configureTestingModule({
      providers: [
        ...[provideHttpClient(), provideHttpClientTesting(), provideRouter([])],
        { provide: LiveProgress, useValue: streams },
      ],
    });
    fixture = TestBed.createComponent(JobTracker);
    fixture.componentRef.setInput('message', message);
    fixture.componentRef.setInput('timeZone', 'Africa/Accra');
    fixture.componentInstance.moved.subscribe((status) => moved.push(status));
    await settle();
  });

  afterEach(() => fixture.destroy());

  it('shows each number as it comes, and tells the page around it when the status changes', async () => {
    streams.says({ progress: progress('sending', 1, 3) });
    await settle();
    expect(text()).toContain('1of 4 have left');
    expect(text()).toContain('120 a minute');
    streams.says({ progress: progress('sent', 4, 0) });
    await settle();
    expect(text()).toContain('4guests were sent this');
    expect(moved).toEqual(['sent']);
  });

  it('says that the live link is lost, asks instead, and takes it back when a stream is there again', async () => {
    streams.says({ progress: progress('sending', 1, 3) });
    await settle();
    streams.says({ end: 'lost' });
    await settle();
    const [asked] = polled();
    expect(asked.request.headers.get('Accept')).toBe('application/json');
    asked.flush(progress('sending', 2, 2));
    await settle();
    expect(text(), 'numbers go on').toContain('2of 4 have left');
    expect(text()).toContain('Live updates paused');
    await new Promise((resume) => setTimeout(resume, 1100));
    expect(streams.opened).toBe(2);
    streams.says({ progress: progress('sending', 3, 1) });
    await settle();
    expect(text()).not.toContain('Live updates paused');
  });

  it('keeps the last numbers while nothing answers', async () => {
    streams.says({ progress: progress('sending', 1, 3) });
    await settle();
    streams.says({ end: 'lost' });
    await settle();
    polled()[0].error(new ProgressEvent('error'));
    await settle();
    expect(text()).toContain('1of 4 have left');
    expect(text()).toContain('Live updates paused');
  });

  it('asks no more once a polled answer says that it is over', async () => {
    streams.says({ end: 'lost' });
    await settle();
    polled()[0].flush(progress('cancelled', 1, 0));
    await settle();
    await new Promise((resume) => setTimeout(resume, 1100));
    expect(streams.opened).toBe(1);
    expect(text()).not.toContain('Live updates paused');
    expect(moved).toEqual(['cancelled']);
  });

  it('looks again after a retry that is over before one looks, and says so to the page around it', async () => {
    fixture.componentRef.setInput('message', { ...message, status: 'sent', version: 2 });
    await settle();
    streams.says({ progress: progress('sent', 3, 0) });
    await settle();
    streams.says({ end: 'done' });
    await settle();
    moved.length = 0;
    // somebody retried: the message was sending for a moment and is sent again, in a later version
    fixture.componentRef.setInput('message', { ...message, status: 'sent', version: 4 });
    await settle();
    streams.says({ progress: progress('sent', 4, 0) });
    await settle();
    expect(text()).toContain('4guests were sent this');
    expect(moved, 'the list below is as old as the page').toEqual(['sent']);
  });

  it('goes on looking for receipts after the end, and tells the page around it when one has changed something', async () => {
    streams.says({ progress: progress('sent', 4, 0) });
    await settle();
    streams.says({ end: 'done' });
    await settle();
    moved.length = 0;
    await new Promise((resume) => setTimeout(resume, 2600));
    polled()[0].flush(progress('sent', 4, 0));
    await settle();
    expect(moved, 'nothing is new').toEqual([]);
    await new Promise((resume) => setTimeout(resume, 2600));
    const failed = progress('sent', 3, 0);
    polled()[0].flush({ ...failed, total: 4, counts: { ...failed.counts, failed: 1 } });
    await settle();
    expect(moved).toEqual(['sent']);
    expect(streams.opened).toBe(1);
    fixture.destroy();
    await new Promise((resume) => setTimeout(resume, 2600));
    expect(polled(), 'nobody looks any more').toEqual([]);
  }, 15_000);
});
