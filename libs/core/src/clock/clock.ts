/** The only place that reads the machine's clock; specs use a fixed one. The engine uses the database's clock instead. */
export class Clock {
  now(): Date {
    return new Date();
  }
}
