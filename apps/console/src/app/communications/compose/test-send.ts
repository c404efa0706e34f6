import { Component, computed, type ElementRef, inject, linkedSignal, signal, viewChild } from '@angular/core';
import { Api } from '../../api/generated/api';
import { sendTestMessage } from '../../api/generated/fn/messages/send-test-message';
import { type Problem, problemOf } from '../../api/problem';
import { RequestKeys } from '../../api/request-keys';
import { Session } from '../../session/session';
import { Announcer } from '../../ui/announcer';
import { Icon } from '../../ui/icon';
import { clockWords, ownTimeZone } from '../../words/time';
import { problemWords } from '../../words/problem-words';
import { ComposeStore } from './compose-store';

/** How long a second click still means the first one. */
const SAME_CLICK_MS = 10_000;

/** Sends the text to one address, as a guest would get it. Nobody else gets anything. */
@Component({
  selector: 'beckon-test-send',
  imports: [Icon],
  template: `<button
      #opener
      class="bk-btn bk-btn--quiet bk-btn--s"
      type="button"
      data-testid="guest-message-test-send-cta"
      [attr.aria-expanded]="isOpen()"
      [attr.aria-disabled]="missing() !== null"
      [title]="missing() ?? ''"
      (click)="toggle()"
    >
      <beckon-icon name="mail" />Send a test to me
    </button>
    @if (isOpen()) {
      <form class="box" aria-label="Send a test" (submit)="send($event)" (keydown.escape)="close()">
        <label class="bk-label" for="test-to">{{ isEmail() ? 'To this address' : 'To this number' }}</label>
        <input
          class="bk-input"
          id="test-to"
          [type]="isEmail() ? 'email' : 'tel'"
          [placeholder]="isEmail() ? '' : '+233 24 000 0000'"
          [value]="to()"
          (input)="to.set(text($event))"
          autocomplete="off"
        />
        <p class="bk-hint">With a made-up guest’s name. It is no real send: no guest gets it.</p>
        @if (problem(); as problem) {
          <p class="bk-error" role="alert">{{ words(problem) }}</p>
        }
        @if (sent(); as sent) {
          <p class="sent" role="status"><beckon-icon name="check" />Sent to {{ sent.to }} at {{ sent.at }}</p>
        }
        <div class="bk-actions">
          <button
            class="bk-btn bk-btn--s"
            type="submit"
            [attr.aria-disabled]="isBusy() || to().trim() === ''"
            [attr.aria-busy]="isBusy()"
          >
            {{ isBusy() ? 'Sending…' : 'Send this test' }}
          </button>
          <button class="bk-btn bk-btn--quiet bk-btn--s" type="button" (click)="close()">Close</button>
        </div>
      </form>
    }`,
  styles: `
    :host {
      position: relative;
      display: inline-block;
    }
    .box {
      position: absolute;
      z-index: 10;
      left: 0;
      bottom: calc(100% + 0.375rem);
      display: grid;
      gap: 0.375rem;
      width: min(20rem, calc(100vw - 2rem));
      padding: 0.875rem;
      border-radius: var(--bk-r-l);
      background: var(--bk-raised);
      box-shadow: var(--bk-e2);
    }
    .sent {
      font: var(--bk-text-row);
      color: var(--bk-arrived);
    }
  `,
})
export class TestSend {
  private readonly api = inject(Api);
  private readonly announcer = inject(Announcer);
  private readonly session = inject(Session);
  protected readonly store = inject(ComposeStore);
  private readonly opener = viewChild.required<ElementRef<HTMLElement>>('opener');
  private keys = new RequestKeys();
  private sameClick: ReturnType<typeof setTimeout> | undefined;
  protected readonly isOpen = signal(false);
  protected readonly isBusy = signal(false);
  protected readonly isEmail = computed(() => this.store.draft().channel === 'email');
  protected readonly to = linkedSignal(() => (this.isEmail() ? (this.session.user()?.email ?? '') : ''));
  protected readonly problem = signal<Problem | null>(null);
  protected readonly sent = signal<{ to: string; at: string } | null>(null);
  /** Why no test can be sent yet. */
  protected readonly missing = computed(() => {
    const { channel, subject, body } = this.store.draft();
    if (channel === 'whatsapp' && !this.store.hasFixedWords()) return 'WhatsApp tests need a template';
    if (channel === 'whatsapp' && this.store.templateProblem() !== null) return this.store.templateProblem();
    if (body.trim() === '' || (channel === 'email' && subject.trim() === '')) return 'Write something first';
    return this.store.unresolved().length > 0 ? 'Fix the placeholders first' : null;
  });

  protected toggle(): void {
    if (this.missing() !== null) {
      this.announcer.say(this.missing()!);
      return;
    }
    this.problem.set(null);
    this.sent.set(null);
    this.isOpen.update((isOpen) => !isOpen);
    if (this.isOpen()) setTimeout(() => document.getElementById('test-to')?.focus());
  }

  protected close(): void {
    this.isOpen.set(false);
    this.opener().nativeElement.focus();
  }

  protected text(event: Event): string {
    return (event.target as HTMLInputElement).value;
  }

  protected words(problem: Problem): string {
    if (problem.code === 'RATE_LIMITED') return `That was a lot of tests. ${problem.detail}`;
    const { title, todo } = problemWords(problem);
    return problem.errors[0]?.message ?? `${title} ${todo}`;
  }

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    const to = this.to().trim();
    if (this.isBusy() || to === '' || this.missing() !== null) return;
    const { channel, subject, body: text, templateId } = this.store.draft();
    const words = channel === 'whatsapp' ? { templateId } : { body: text, ...(channel === 'email' ? { subject } : {}) };
    const body = { channel, to, ...words };
    const key = this.keys.for('test', body);
    this.isBusy.set(true);
    this.problem.set(null);
    try {
      await this.api.invoke(sendTestMessage, { eventId: this.store.event.id(), body, 'Idempotency-Key': key });
      this.sent.set({ to, at: clockWords(new Date(), ownTimeZone()) });
      clearTimeout(this.sameClick);
      this.sameClick = setTimeout(() => (this.keys = new RequestKeys()), SAME_CLICK_MS);
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.isBusy.set(false);
    }
  }
}
