import { Dialog, DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { Component, inject, Injectable } from '@angular/core';
import { firstValueFrom } from 'rxjs';

/** A question before something that cannot be taken back. */
export interface Question {
  readonly title: string;
  readonly text: string;
  /** Verb and number: "Stop the remaining 126". */
  readonly action: string;
  readonly isDangerous?: boolean;
}

@Component({
  selector: 'beckon-confirm-dialog',
  template: `<div class="box" cdkTrapFocus>
    <h2 class="bk-heading" id="confirm-title">{{ question.title }}</h2>
    <p>{{ question.text }}</p>
    <div class="bk-actions">
      <button class="bk-btn" type="button" (click)="ref.close(false)">Keep as it is</button>
      <button
        class="bk-btn"
        [class.bk-btn--danger]="question.isDangerous"
        [class.bk-btn--do]="!question.isDangerous"
        type="button"
        (click)="ref.close(true)"
      >
        {{ question.action }}
      </button>
    </div>
  </div>`,
  styles: `
    .box {
      display: grid;
      gap: 0.75rem;
      width: min(28rem, calc(100vw - 2rem));
      padding: 1.25rem;
      border-radius: var(--bk-r-l);
      background: var(--bk-raised);
      color: var(--bk-ink);
      box-shadow: var(--bk-e2);
    }
    .bk-actions {
      justify-content: flex-end;
      margin-top: 0.5rem;
    }
  `,
})
export class ConfirmDialog {
  protected readonly question = inject<Question>(DIALOG_DATA);
  protected readonly ref = inject<DialogRef<boolean>>(DialogRef);
}

/** Asks first. Only for what cannot be undone. */
@Injectable({ providedIn: 'root' })
export class Confirm {
  private readonly dialog = inject(Dialog);
  private isAsking = false;

  async ask(question: Question): Promise<boolean> {
    // a second press of the same button asks no second question behind the first
    if (this.isAsking) return false;
    this.isAsking = true;
    try {
      const ref = this.dialog.open<boolean>(ConfirmDialog, { data: question, ariaLabelledBy: 'confirm-title' });
      return (await firstValueFrom(ref.closed)) === true;
    } finally {
      this.isAsking = false;
    }
  }
}
