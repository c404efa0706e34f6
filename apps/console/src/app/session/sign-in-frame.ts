import { Component } from '@angular/core';
import { Brand } from '../shell/brand';

/** The narrow page of everything before one is signed in. */
@Component({
  selector: 'beckon-sign-in-frame',
  imports: [Brand],
  template: `<main class="frame">
    <beckon-brand />
    <ng-content />
  </main>`,
  styles: `
    .frame {
      display: grid;
      align-content: start;
      gap: 1.5rem;
      width: min(24rem, 100%);
      min-height: 100vh;
      margin: 0 auto;
      padding: clamp(2rem, 12vh, 8rem) 1rem 2rem;
    }
    beckon-brand {
      margin-left: -0.75rem;
    }
  `,
})
export class SignInFrame {}
