import { Component, inject, signal } from '@angular/core';
import { form, FormField, required } from '@angular/forms/signals';
import { Router } from '@angular/router';
import { type Problem, problemOf } from '../api/problem';
import { Field } from '../ui/field';
import { ProblemAlert } from '../ui/problem-alert';
import { Session } from './session';
import { SignInFrame } from './sign-in-frame';

/** Where the link of an invitation leads: the token stands behind the `#`, which no server sees. */
@Component({
  selector: 'beckon-accept-invitation',
  imports: [Field, FormField, ProblemAlert, SignInFrame],
  template: `<beckon-sign-in-frame>
    <h1 class="bk-title">Join your team</h1>
    @if (token === '') {
      <p>This link is not complete. Ask whoever invited you to send it again.</p>
    } @else {
      @if (problem(); as problem) {
        <beckon-problem [problem]="problem" />
      }
      <form class="form" (submit)="submit($event)">
        <beckon-field label="Your name" for="name" [error]="problem()?.of('name') ?? null">
          <input class="bk-input" id="name" type="text" autocomplete="name" [formField]="form.name" />
        </beckon-field>
        <beckon-field
          label="Choose a password"
          for="password"
          hint="At least 8 characters. A few words are easy to remember."
          [error]="problem()?.of('password') ?? null"
        >
          <input
            class="bk-input"
            id="password"
            type="password"
            autocomplete="new-password"
            [formField]="form.password"
          />
        </beckon-field>
        <button class="bk-btn bk-btn--do bk-btn--wide" type="submit" [disabled]="isBusy()">Join</button>
      </form>
    }
  </beckon-sign-in-frame>`,
  styles: `
    .form {
      display: grid;
      gap: 1rem;
    }
  `,
})
export class AcceptInvitation {
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  protected readonly token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
  protected readonly model = signal({ name: '', password: '' });
  protected readonly form = form(this.model, (path) => {
    required(path.name);
    required(path.password);
  });
  protected readonly problem = signal<Problem | null>(null);
  protected readonly isBusy = signal(false);

  protected async submit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.isBusy()) return;
    this.isBusy.set(true);
    this.problem.set(null);
    try {
      await this.session.accept({ token: this.token, ...this.model() });
      await this.router.navigateByUrl('/');
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.isBusy.set(false);
    }
  }
}
