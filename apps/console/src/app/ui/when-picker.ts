import { Component, computed, effect, input, model, output } from '@angular/core';
import { readLocal } from '../words/local-time';
import { instantWords, ownTimeZone, zoneName } from '../words/time';

/** What a picked local time means. */
export interface PickedTime {
  /** `2027-06-01T18:00` */
  readonly local: string;
  /** Which of two readings, or null when there is only one. */
  readonly offset: string | null;
  /** ISO 8601, or null while it is not clear. */
  readonly instant: string | null;
}

/**
 * A date and a time of day in a zone. Shows the instant in the event's zone and in one's own; a time that the clocks skip
 * offers the nearest ones, a time that happens twice asks which.
 */
@Component({
  selector: 'beckon-when-picker',
  template: `<div class="bk-when">
    <div class="bk-when-row">
      <label class="bk-vh" [for]="inputId()">{{ label() }}: date</label>
      <input
        class="bk-input"
        type="date"
        [id]="inputId()"
        [value]="date()"
        (change)="setDate($event)"
        [disabled]="disabled()"
      />
      <label class="bk-vh" [for]="inputId() + '-time'">{{ label() }}: time</label>
      <input
        class="bk-input"
        type="time"
        [id]="inputId() + '-time'"
        [value]="time()"
        (change)="setTime($event)"
        [disabled]="disabled()"
      />
      <span class="bk-quiet">{{ city() }}</span>
    </div>
    @if (read(); as read) {
      @if (read.readings.length === 0) {
        <div class="bk-error" role="alert">The clocks skip this time in {{ city() }}.</div>
        <div class="bk-when-row">
          @for (around of read.around; track around) {
            <button class="bk-btn bk-btn--s" type="button" (click)="set(around)">{{ around.slice(11) }}</button>
          }
        </div>
      } @else if (read.readings.length === 2) {
        <fieldset class="bk-when-row" role="radiogroup">
          <legend class="bk-hint">{{ time() }} happens twice that night in {{ city() }}. Which one?</legend>
          @for (reading of read.readings; track reading.offset; let first = $first) {
            <label class="bk-pick"
              ><input
                type="radio"
                [name]="inputId() + '-which'"
                [checked]="offset() === reading.offset"
                (change)="choose(reading.offset)"
              />{{ first ? 'First' : 'Second' }}, {{ time() }} UTC{{ reading.offset }}</label
            >
          }
        </fieldset>
      }
      @if (instant(); as instant) {
        <dl class="bk-zones">
          <dt>{{ city() }}</dt>
          <dd>{{ words(instant, timeZone()) }}</dd>
          @if (words(instant, own) !== words(instant, timeZone())) {
            <dt>Your time</dt>
            <dd>{{ words(instant, own) }}</dd>
          }
        </dl>
      }
    }
  </div>`,
  styles: `
    :host {
      display: block;
    }
  `,
})
export class WhenPicker {
  readonly inputId = input.required<string>();
  readonly label = input('When');
  readonly timeZone = input.required<string>();
  readonly disabled = input(false);
  /** `2027-06-01T18:00`, or empty. */
  readonly local = model.required<string>();
  /** The offset that picks one of two readings. */
  readonly offset = model<string | null>(null);
  readonly picked = output<PickedTime>();
  protected readonly own = ownTimeZone();
  protected readonly city = computed(() => zoneName(this.timeZone()));
  protected readonly date = computed(() => this.local().slice(0, 10));
  protected readonly time = computed(() => this.local().slice(11, 16));
  protected readonly read = computed(() =>
    this.local().length < 16 ? null : readLocal(this.local(), this.timeZone()),
  );
  /** The instant, when the local time has one meaning or one of two was chosen. */
  readonly instant = computed(() => {
    const readings = this.read()?.readings ?? [];
    const wanted = readings.length === 1 ? readings[0] : readings.find(({ offset }) => offset === this.offset());
    return wanted?.instant ?? null;
  });
  protected readonly words = instantWords;

  constructor() {
    effect(() => this.tell());
  }

  protected setDate(event: Event): void {
    this.set(`${(event.target as HTMLInputElement).value}T${this.time() || '18:00'}`);
  }

  protected setTime(event: Event): void {
    this.set(`${this.date()}T${(event.target as HTMLInputElement).value}`);
  }

  /** Says at once what is meant: whoever presses Send in the same moment means this time, and not the one before. */
  protected set(local: string): void {
    this.local.set(local);
    this.tell();
  }

  protected choose(offset: string): void {
    this.offset.set(offset);
    this.tell();
  }

  private tell(): void {
    const isDoubtful = (this.read()?.readings.length ?? 0) > 1;
    this.picked.emit({ local: this.local(), offset: isDoubtful ? this.offset() : null, instant: this.instant() });
  }
}
