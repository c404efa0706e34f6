import { Component, computed, inject, input } from '@angular/core';
import { DomSanitizer } from '@angular/platform-browser';
import { type IconName, ICONS } from './icons';

/** One icon of the set; silent for screen readers, because a word always stands beside it. */
@Component({
  selector: 'beckon-icon',
  template: `<svg class="bk-icon" viewBox="0 0 16 16" aria-hidden="true" [innerHTML]="shape()"></svg>`,
  styles: `
    :host {
      display: contents;
    }
  `,
})
export class Icon {
  readonly name = input.required<IconName>();
  private readonly sanitizer = inject(DomSanitizer);
  // the shapes are our own constants, never text from outside
  protected readonly shape = computed(() => this.sanitizer.bypassSecurityTrustHtml(ICONS[this.name()]));
}
