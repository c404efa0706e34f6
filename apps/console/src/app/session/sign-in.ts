import { Component, inject, signal } from '@angular/core';
import { form, FormField, required } from '@angular/forms/signals';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import { type Problem, problemOf } from '../api/problem';
import { Field } from '../ui/field';
import { ProblemAlert } from '../ui/problem-alert';
import { Session } from './session';
import { SignInFrame } from './sign-in-frame';

@Component({
  selector: 'beckon-sign-in',
  imports: [Field, FormField, ProblemAlert, RouterLink, SignInFrame],
  template: `<beckon-sign-in-frame>
    <h1 class="bk-title">Sign in</h1>
    @if (problem(); as problem) {
      @if (problem.code === 'UNAUTHENTICATED') {
        <div class="bk-alert" role="alert">
          <div><strong>That address and password do not fit together.</strong></div>
        </div>
      } @else {
        <beckon-problem [problem]="problem" />
      }
    }
    <form class="form" (submit)="submit($event)">
      <beckon-field label="E-mail" for="email">
        <input class="bk-input" id="email" type="email" autocomplete="username" [formField]="form.email" />
      </beckon-field>
      <beckon-field label="Password" for="password">
        <input
          class="bk-input"
          id="password"
          type="password"
          autocomplete="current-password"
          [formField]="form.password"
        />
      </beckon-field>
      <button class="bk-btn bk-btn--do bk-btn--wide" type="submit" [disabled]="isBusy()">Sign in</button>
    </form>
    <p class="bk-quiet">
      New here? <a class="bk-link" routerLink="/register" queryParamsHandling="preserve">Make an account</a>
    </p>
  </beckon-sign-in-frame>`,
  styles: `
    .form {
      display: grid;
      gap: 1rem;
    }
  `,
})
export class SignIn {
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);
  protected readonly model = signal({ email: '', password: '' });
  protected readonly form = form(this.model, (path) => {
    required(path.email);
    required(path.password);
  });
  protected readonly problem = signal<Problem | null>(null);
  protected readonly isBusy = signal(false);

  protected async submit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.isBusy() || !this.form().valid()) return;
    this.isBusy.set(true);
    this.problem.set(null);
    try {
      await this.session.signIn(this.model());
      await this.router.navigateByUrl(ownAddress(this.route.snapshot.queryParamMap.get('next')));
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.isBusy.set(false);
    }
  }
}

/** Only an address of this site, so that a link cannot lead people elsewhere after they signed in. */
export function ownAddress(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) ? next : '/';
}
