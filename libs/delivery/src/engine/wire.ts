/**
 * How many sends of one channel are on the wire, and who may start the next. Big messages leave a share free,
 * so that a small urgent one always finds a connection.
 */
export class Wire {
  private onWire = 0;
  private waiters: (() => void)[] = [];

  constructor(private readonly capacity: number) {}

  /** How many sends may start now. */
  free(isUrgent: boolean): number {
    const reserved = isUrgent ? 0 : Math.floor(this.capacity / 10);
    return Math.max(0, this.capacity - reserved - this.onWire);
  }

  get busy(): number {
    return this.onWire;
  }

  start(): void {
    this.onWire++;
  }

  end(): void {
    this.onWire--;
    const waiters = this.waiters;
    this.waiters = [];
    for (const wake of waiters) wake();
  }

  /** Resolves when at least `wanted` sends may start, or nothing is on the wire any more. */
  async whenFree(wanted: number, isUrgent: boolean): Promise<void> {
    while (this.onWire > 0 && this.free(isUrgent) < wanted) {
      await new Promise<void>((wake) => this.waiters.push(wake));
    }
  }
}
