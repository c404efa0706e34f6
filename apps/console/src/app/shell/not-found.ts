import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';

@Component({
  selector: 'beckon-not-found',
  imports: [RouterLink],
  template: `<div class="bk-empty">
    <h1 class="bk-title">This page is not here</h1>
    <p class="bk-quiet">The address may be old, or the thing behind it is not for you.</p>
    <a class="bk-btn" routerLink="/">Back to your events</a>
  </div>`,
})
export class NotFound {}
