import type { Actor } from '@beckon/identity';
import { ProgressDto } from '../dto/progress.dto';
import { isOver, type MessageProgress } from './domain/summarize-progress';
import type { ProgressStream } from './progress-stream';

/** How long to wait between two looks while the message moves, and while it does not. */
const LOOK_EVERY_MS = { moving: 1000, waiting: 3000 } as const;
/** A look that took long is repeated later: viewers must not be what slows a big send down. */
const PATIENCE = 10;
const ASK_ACCESS_EVERY_MS = 3000;
/** Who could not be asked about for this long (the database is away) is let go. */
const TRUST_FOR_MS = 30_000;

/** What a watched message asks of the world around it. */
export interface ProgressSource {
  read(): Promise<MessageProgress>;
  stillLetIn(actors: readonly Actor[]): Promise<Set<Actor>>;
  now(): Date;
  failed(error: unknown): void;
}

/** One message and everybody in this process who watches it: however many they are, it is looked at once. */
export class WatchedMessage {
  private readonly viewers = new Set<ProgressStream>();
  private latest: { progress: MessageProgress; readAt: number } | null = null;
  private reading: Promise<MessageProgress> | null = null;
  private timer: NodeJS.Timeout | null = null;
  private accessAskedAt = 0;

  constructor(
    private readonly source: ProgressSource,
    private readonly onEmpty: () => void,
  ) {}

  get size(): number {
    return this.viewers.size;
  }

  /**
   * Where it stands: what was just read for somebody else, else a look. An end is believed only from a look that began now: who comes
   * may just have let the message go on, and would be told that it is over.
   */
  async current(): Promise<MessageProgress> {
    const now = this.source.now().getTime();
    const known = this.latest;
    if (known !== null && now - known.readAt < LOOK_EVERY_MS.moving && !isOver(known.progress.status))
      return known.progress;
    const isOlder = this.reading !== null;
    const progress = await this.look();
    return isOlder && isOver(progress.status) ? this.look() : progress;
  }

  /** Lets somebody in who was allowed to come a moment ago. */
  add(viewer: ProgressStream, progress: MessageProgress): void {
    if (this.viewers.size === 0) this.accessAskedAt = this.source.now().getTime();
    this.viewers.add(viewer);
    viewer.once('close', () => this.remove(viewer));
    viewer.show('snapshot', ProgressDto.from(progress), newsOf(progress), progress.now);
    if (isOver(progress.status)) this.finish(viewer, progress);
    else this.timer ??= this.later(LOOK_EVERY_MS.moving);
  }

  beat(): void {
    this.letExpiredGo();
    for (const viewer of this.viewers) viewer.beat();
  }

  end(): void {
    for (const viewer of this.viewers) this.letGo(viewer);
  }

  private async tick(): Promise<void> {
    const startedAt = this.source.now().getTime();
    let waitMs: number = LOOK_EVERY_MS.moving;
    try {
      await this.askAccess(startedAt);
      if (this.viewers.size === 0) return;
      const progress = await this.look();
      this.tell(progress);
      const isMoving = progress.status === 'sending' || progress.status === 'cancelling';
      const tookMs = this.source.now().getTime() - startedAt;
      waitMs = Math.max(isMoving ? LOOK_EVERY_MS.moving : LOOK_EVERY_MS.waiting, tookMs * PATIENCE);
    } catch (error) {
      this.source.failed(error);
      if (startedAt - this.accessAskedAt > TRUST_FOR_MS) this.end();
      waitMs = LOOK_EVERY_MS.waiting;
    } finally {
      this.timer = this.viewers.size === 0 ? null : this.later(Math.min(waitMs, TRUST_FOR_MS));
    }
  }

  private later(waitMs: number): NodeJS.Timeout {
    return setTimeout(() => void this.tick(), waitMs).unref();
  }

  private look(): Promise<MessageProgress> {
    this.reading ??= this.source
      .read()
      .then((progress) => {
        this.latest = { progress, readAt: this.source.now().getTime() };
        return progress;
      })
      .finally(() => {
        this.reading = null;
      });
    return this.reading;
  }

  private tell(progress: MessageProgress): void {
    const data = ProgressDto.from(progress);
    const news = newsOf(progress);
    const over = isOver(progress.status);
    for (const viewer of this.viewers) {
      viewer.show('progress', data, news, progress.now);
      if (over) this.finish(viewer, progress);
    }
  }

  private async askAccess(now: number): Promise<void> {
    this.letExpiredGo();
    if (now - this.accessAskedAt < ASK_ACCESS_EVERY_MS || this.viewers.size === 0) return;
    const asked = [...this.viewers];
    const letIn = await this.source.stillLetIn(asked.map(({ actor }) => actor));
    this.accessAskedAt = now;
    for (const viewer of asked) if (!letIn.has(viewer.actor)) this.letGo(viewer);
  }

  private letExpiredGo(): void {
    const now = this.source.now();
    for (const viewer of this.viewers) {
      const { accessEndsAt } = viewer.actor;
      if (accessEndsAt !== undefined && accessEndsAt <= now) this.letGo(viewer);
    }
  }

  private finish(viewer: ProgressStream, progress: MessageProgress): void {
    viewer.finish(ProgressDto.from(progress), progress.now);
    this.remove(viewer);
  }

  private letGo(viewer: ProgressStream): void {
    viewer.end();
    this.remove(viewer);
  }

  private remove(viewer: ProgressStream): void {
    if (!this.viewers.delete(viewer) || this.viewers.size > 0) return;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.onEmpty();
  }
}

/** Everything but the clock and what follows from it. */
function newsOf({ now: _now, estimatedDoneAt: _done, ...rest }: MessageProgress): string {
  return JSON.stringify(rest);
}
