import { Component, inject, signal } from '@angular/core';
import { form, FormField, required } from '@angular/forms/signals';
import { Api } from '../api/generated/api';
import { changeMyPassword } from '../api/generated/fn/me/change-my-password';
import { updateMe } from '../api/generated/fn/me/update-me';
import { Shortcuts } from '../shell/shortcuts';
import { type Scheme, Theme } from '../shell/theme';
import { act } from '../ui/act';
import { Field } from '../ui/field';
import { ProblemAlert } from '../ui/problem-alert';
import { Segmented } from '../ui/segmented';
import { Session } from './session';

@Component({
  selector: 'beckon-account',
  imports: [Field, FormField, ProblemAlert, Segmented],
  template: `<h1 class="bk-title">Your account</h1>
    <div class="sections">
      <section>
        <h2 class="bk-heading">You</h2>
        <p class="bk-quiet">{{ session.user()?.email }} in {{ session.user()?.organization?.name }}</p>
        @if (naming.problem(); as problem) {
          <beckon-problem [problem]="problem" />
        }
        <form (submit)="rename($event)">
          <beckon-field label="Your name" for="name" [error]="naming.problem()?.of('name') ?? null">
            <input class="bk-input" id="name" type="text" autocomplete="name" [formField]="nameForm.name" />
          </beckon-field>
          <button class="bk-btn" type="submit" [disabled]="!nameForm().dirty() || naming.isBusy()">
            Save the name
          </button>
        </form>
      </section>
      <section>
        <h2 class="bk-heading">Password</h2>
        @if (changing.problem(); as problem) {
          <beckon-problem [problem]="problem" />
        }
        <form (submit)="changePassword($event)">
          <beckon-field label="Current password" for="current" [error]="changing.problem()?.of('current') ?? null">
            <input
              class="bk-input"
              id="current"
              type="password"
              autocomplete="current-password"
              [formField]="passwordForm.current"
            />
          </beckon-field>
          <beckon-field
            label="New password"
            for="new"
            hint="At least 8 characters."
            [error]="changing.problem()?.of('next') ?? null"
          >
            <input
              class="bk-input"
              id="new"
              type="password"
              autocomplete="new-password"
              [formField]="passwordForm.next"
            />
          </beckon-field>
          <button class="bk-btn" type="submit" [disabled]="!passwordForm().valid() || changing.isBusy()">
            Change the password
          </button>
        </form>
      </section>
      <section>
        <h2 class="bk-heading">This browser</h2>
        <beckon-segmented
          label="Appearance"
          [segments]="schemes"
          [selected]="theme.scheme()"
          (selectedChange)="setScheme($event)"
        />
        <label class="check"
          ><input type="checkbox" [checked]="shortcuts.areOn()" (change)="shortcuts.switch(!shortcuts.areOn())" />
          Single keys are shortcuts (<kbd>?</kbd> lists them)</label
        >
      </section>
      <section>
        <button class="bk-btn" type="button" (click)="session.signOut()">Sign out</button>
      </section>
    </div>`,
  styles: `
    .sections {
      display: grid;
      gap: 2rem;
      max-width: 26rem;
      margin-top: 1.25rem;
    }
    section,
    form {
      display: grid;
      gap: 0.75rem;
      justify-items: start;
    }
    form > *:not(button) {
      width: 100%;
    }
    .check {
      display: flex;
      gap: 0.5rem;
      align-items: center;
      min-height: 1.75rem;
    }
  `,
})
export class Account {
  private readonly api = inject(Api);
  protected readonly session = inject(Session);
  protected readonly theme = inject(Theme);
  protected readonly shortcuts = inject(Shortcuts);
  protected readonly schemes = [
    { key: 'system', word: 'As the system' },
    { key: 'light', word: 'Light' },
    { key: 'dark', word: 'Dark' },
  ];
  protected readonly nameModel = signal({ name: this.session.user()?.name ?? '' });
  protected readonly nameForm = form(this.nameModel, (path) => {
    required(path.name);
  });
  protected readonly naming = act();
  protected readonly passwordModel = signal({ current: '', next: '' });
  protected readonly passwordForm = form(this.passwordModel, (path) => {
    required(path.current);
    required(path.next);
  });
  protected readonly changing = act();

  protected setScheme(scheme: string): void {
    this.theme.set(scheme as Scheme);
  }

  protected async rename(event: Event): Promise<void> {
    event.preventDefault();
    const { name } = this.nameModel();
    await this.naming.run(async () => {
      await this.api.invoke(updateMe, { body: { name } });
      this.session.rename(name);
    }, 'Your name is saved.');
  }

  protected async changePassword(event: Event): Promise<void> {
    event.preventDefault();
    await this.changing.run(async () => {
      await this.api.invoke(changeMyPassword, { body: this.passwordModel() });
      this.passwordModel.set({ current: '', next: '' });
    }, 'Your password is changed. Other sessions end.');
  }
}
