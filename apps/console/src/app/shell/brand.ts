import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';

/** A finger that calls, and the one it calls. */
@Component({
  selector: 'beckon-brand',
  imports: [RouterLink],
  template: `<a class="bk-brand" routerLink="/"
    ><svg class="bk-glyph" viewBox="0 0 26 26" fill="none" aria-hidden="true">
      <path d="M8 16V7.1a3.3 3.3 0 0 1 6.3-1.3" stroke="currentColor" stroke-width="3.2" stroke-linecap="round" />
      <circle cx="14.4" cy="16.2" r="6.4" stroke="currentColor" stroke-width="3.2" />
      <circle cx="14.4" cy="16.2" r="2.3" fill="var(--bk-marigold)" /></svg
    >Beckon</a
  >`,
  styles: `
    :host {
      display: block;
      flex: 1;
    }
    @media (min-width: 901px) {
      :host {
        flex: none;
      }
    }
  `,
})
export class Brand {}
