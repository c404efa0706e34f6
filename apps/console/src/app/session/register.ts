import { Component, inject, signal } from '@angular/core';
import { email, form, FormField, minLength, required } from '@angular/forms/signals';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import { type Problem, problemOf } from '../api/problem';
import { Field } from '../ui/field';
import { ProblemAlert } from '../ui/problem-alert';
import { Session } from './session';
import { ownAddress } from './sign-in';
import { SignInFrame } from './sign-in-frame';

@Component({
  selector: 'beckon-register',
  imports: [Field, FormField, ProblemAlert, RouterLink, SignInFrame],
  template: `<beckon-sign-in-frame>
    <h1 class="bk-title">Make an account</h1>
    @if (problem(); as problem) {
      <beckon-problem [problem]="problem" />
    }
    <form class="form" (submit)="submit($event)">
      <beckon-field label="Your name" for="name" [error]="problem()?.of('name') ?? null">
        <input class="bk-input" id="name" type="text" autocomplete="name" [formField]="form.name" />
      </beckon-field>
      <beckon-field label="E-mail" for="email" [error]="problem()?.of('email') ?? null">
        <input class="bk-input" id="email" type="email" autocomplete="username" [formField]="form.email" />
      </beckon-field>
      <beckon-field
        label="Password"
        for="password"
        hint="At least 8 characters. A few words are easy to remember."
        [error]="problem()?.of('password') ?? null"
      >
        <input class="bk-input" id="password" type="password" autocomplete="new-password" [formField]="form.password" />
      </beckon-field>
      <beckon-field
        label="Organization, if you have one"
        for="organization"
        [error]="problem()?.of('organizationName') ?? null"
      >
        <input
          class="bk-input"
          id="organization"
          type="text"
          autocomplete="organization"
          [formField]="form.organizationName"
        />
      </beckon-field>
      <button class="bk-btn bk-btn--do bk-btn--wide" type="submit" [disabled]="isBusy()">Make my account</button>
    </form>
    <p class="bk-quiet">
      You have one? <a class="bk-link" routerLink="/sign-in" queryParamsHandling="preserve">Sign in</a>
    </p>
  </beckon-sign-in-frame>`,
  styles: `
    .form {
      display: grid;
      gap: 1rem;
    }
  `,
})
export class Register {
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);
  protected readonly model = signal({ name: '', email: '', password: '', organizationName: '' });
  protected readonly form = form(this.model, (path) => {
    required(path.name);
    required(path.email);
    email(path.email);
    required(path.password);
    minLength(path.password, 8);
  });
  protected readonly problem = signal<Problem | null>(null);
  protected readonly isBusy = signal(false);

  protected async submit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.isBusy()) return;
    this.isBusy.set(true);
    this.problem.set(null);
    const { organizationName, ...person } = this.model();
    try {
      await this.session.register(organizationName.trim() === '' ? person : { ...person, organizationName });
      await this.router.navigateByUrl(ownAddress(this.route.snapshot.queryParamMap.get('next')));
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.isBusy.set(false);
    }
  }
}
