import { Component, computed, input, model } from '@angular/core';
import { timeZones } from '../words/time';

/** A time zone by typing part of its name; only zones that exist are taken. */
@Component({
  selector: 'beckon-zone-picker',
  template: `<input
      class="bk-input"
      type="text"
      autocomplete="off"
      spellcheck="false"
      [id]="inputId()"
      [attr.list]="inputId() + '-zones'"
      [value]="zone()"
      [attr.aria-invalid]="isUnknown() ? 'true' : null"
      (change)="pick($event)"
    /><datalist [id]="inputId() + '-zones'">
      @for (name of zones; track name) {
        <option [value]="name"></option>
      }
    </datalist>
    @if (isUnknown()) {
      <span class="bk-error">There is no zone of this name. Type a city, for example Accra.</span>
    }`,
  styles: `
    :host {
      display: block;
    }
  `,
})
export class ZonePicker {
  readonly inputId = input.required<string>();
  readonly zone = model.required<string>();
  protected readonly zones = timeZones();
  private readonly known = new Map(this.zones.map((name) => [name.toLowerCase(), name]));
  protected readonly isUnknown = computed(() => !this.known.has(this.zone().toLowerCase()) && this.zone() !== 'UTC');

  protected pick(event: Event): void {
    const typed = (event.target as HTMLInputElement).value.trim();
    const wanted = typed.toLowerCase().replaceAll(' ', '_');
    const match = this.known.get(wanted) ?? this.zones.find((name) => name.toLowerCase().endsWith(`/${wanted}`));
    this.zone.set(match ?? typed);
  }
}
