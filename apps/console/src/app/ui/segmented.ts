import { Component, input, model } from '@angular/core';
import { Icon } from './icon';
import type { IconName } from './icons';

/** One choice. */
export interface Segment {
  readonly key: string;
  readonly word: string;
  readonly count?: number | null;
  readonly icon?: IconName;
  /** Why it cannot be chosen. */
  readonly disabledBecause?: string | null;
}

let groups = 0;

/** Native radios in a row: arrows and names come free. */
@Component({
  selector: 'beckon-segmented',
  imports: [Icon],
  template: `<fieldset class="bk-seg" [class.bk-seg--scroll]="segments().length > 3">
    <legend class="bk-vh">{{ label() }}</legend>
    @for (segment of segments(); track segment.key) {
      <label [attr.title]="segment.disabledBecause || null"
        ><input
          type="radio"
          [name]="group"
          [value]="segment.key"
          [checked]="selected() === segment.key"
          [disabled]="disabled() || !!segment.disabledBecause"
          (change)="selected.set(segment.key)"
        />
        @if (segment.icon) {
          <beckon-icon [name]="segment.icon" />
        }
        {{ segment.word }}
        @if (segment.count !== undefined && segment.count !== null) {
          <b>{{ segment.count.toLocaleString('en') }}</b>
        }
      </label>
    }
  </fieldset>`,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
  `,
})
export class Segmented {
  readonly segments = input.required<readonly Segment[]>();
  readonly label = input.required<string>();
  readonly disabled = input(false);
  readonly selected = model.required<string>();
  protected readonly group = `segmented-${++groups}`;
}
