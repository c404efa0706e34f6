import { Component, computed, type ElementRef, inject, viewChild } from '@angular/core';
import { RouterLink } from '@angular/router';
import { CopyButton } from '../../ui/copy-button';
import { Icon } from '../../ui/icon';
import type { IconName } from '../../ui/icons';
import { problemWords } from '../../words/problem-words';
import { clockWords, zoneName } from '../../words/time';
import { ComposeStore } from './compose-store';

interface Person {
  readonly id: string;
  readonly name: string;
}
interface Side {
  readonly count: number;
  readonly guests: readonly Person[];
}
const NOBODY: Side = { count: 0, guests: [] };
const NAMES_SHOWN = 6;

/** What stands in the way, beside the button that met it: in words, with what to do. Absent while nothing does. */
@Component({
  selector: 'beckon-send-problem',
  imports: [CopyButton, Icon, RouterLink],
  template: `@if (words(); as words) {
    <div
      #box
      class="bk-alert"
      [class.bk-alert--ask]="isQuestion()"
      data-testid="guest-message-warning"
      role="alert"
      tabindex="-1"
    >
      <beckon-icon [name]="icon()" />
      <div>
        <strong>{{ words.title }}</strong>
        @if (code() === 'AUDIENCE_CHANGED') {
          <ul class="bk-names">
            @for (guest of joined().guests.slice(0, most); track guest.id) {
              <li><beckon-icon name="plus" /><span class="bk-vh">joined: </span>{{ guest.name }}</li>
            }
            @for (guest of left().guests.slice(0, most); track guest.id) {
              <li><beckon-icon name="x" /><span class="bk-vh">left: </span>{{ guest.name }}</li>
            }
          </ul>
        }
        @for (line of words.lines; track line) {
          <span>{{ line }}</span>
        }
        @switch (code()) {
          @case ('STALE_VERSION') {
            <span class="bk-actions">
              <button type="button" class="bk-btn bk-btn--s" (click)="store.settle('mine')">Keep mine</button>
              <button type="button" class="bk-btn bk-btn--s" (click)="store.settle('theirs')">Take theirs</button>
            </span>
          }
          @case ('PAST_EDIT_WINDOW') {
            <a class="bk-link" [routerLink]="['/events', store.event.id(), 'messages', store.message()?.id]"
              >Open the message</a
            >
          }
        }
        @if (store.problem()?.requestId; as id) {
          <span class="bk-mono"
            >{{ code() }} · request {{ id }} <beckon-copy [text]="id" label="Copy the request number"
          /></span>
        }
      </div>
    </div>
  }`,
  styles: `
    :host {
      display: block;
    }
    :host:empty {
      display: none;
    }
    .bk-names .bk-icon {
      width: 0.8125rem;
    }
  `,
})
export class SendProblem {
  protected readonly store = inject(ComposeStore);
  private readonly box = viewChild<ElementRef<HTMLElement>>('box');
  protected readonly most = NAMES_SHOWN;
  protected readonly code = computed(() => this.store.problem()?.code ?? this.foreseen()?.code ?? null);
  protected readonly isQuestion = computed(() => this.code() === 'AUDIENCE_CHANGED' || this.code() === 'STALE_VERSION');
  protected readonly joined = computed(() => (this.store.problem()?.more['joined'] as Side | undefined) ?? NOBODY);
  protected readonly left = computed(() => (this.store.problem()?.more['left'] as Side | undefined) ?? NOBODY);
  protected readonly icon = computed<IconName>(() => (this.code() === 'AUDIENCE_CHANGED' ? 'swap' : 'failed'));
  /** What the API would say if one pressed now. */
  private readonly foreseen = computed(() => {
    if (this.store.readOnly() !== null) return null;
    const unresolved = this.store.unresolved();
    if (unresolved.length > 0 && !this.store.isPicking()) return { code: 'UNRESOLVED_TOKENS', names: unresolved };
    const isNobody = this.store.count.value()?.count === 0 && !this.store.count.isLoading();
    return isNobody && this.store.draft().when === 'now' ? { code: 'NO_RECIPIENTS', names: [] } : null;
  });

  protected readonly words = computed<{ title: string; lines: readonly string[] } | null>(() => {
    const problem = this.store.problem();
    const foreseen = this.foreseen();
    if (foreseen !== null && (problem === null || problem.code === foreseen.code)) {
      if (foreseen.code === 'NO_RECIPIENTS')
        return {
          title: 'No recipients match this audience. Nothing was sent.',
          lines: ['Choose another audience, or save this as a draft.'],
        };
      const [first, ...others] = foreseen.names;
      const more = others.length > 0 ? ` and ${others.length} more` : '';
      return {
        title: `Beckon has no value for {{${first}}}${more}. Nothing was sent.`,
        lines: ['Remove it, or pick one from the list under the text.'],
      };
    }
    if (problem === null) return null;
    const fields = problem.errors.map(({ message }) => message);
    switch (problem.code) {
      case 'AUDIENCE_CHANGED': {
        const joined = this.joined().count;
        const left = this.left().count;
        const what =
          problem.more['comparable'] === false
            ? 'The count is too old'
            : `${joined} joined and ${left} left since you looked`;
        const rest = joined + left - this.named();
        return { title: `${what}. Nothing was sent.`, lines: rest > 0 ? [`and ${rest} more`] : [] };
      }
      case 'QUOTA_EXCEEDED':
        return { title: 'Today’s quota is too small. Nothing was sent.', lines: [problem.detail, ...this.fits()] };
      case 'PAST_EDIT_WINDOW':
        return { title: problem.detail, lines: [] };
      default: {
        const { title, todo } = problemWords(problem);
        return {
          title,
          lines: [...new Set([...(fields.length > 0 ? fields : [problem.detail]), todo])].filter((line) => line !== ''),
        };
      }
    }
  });

  /** Takes the focus, after a failed attempt. */
  focus(): void {
    setTimeout(() => this.box()?.nativeElement.focus());
  }

  private named(): number {
    return Math.min(this.joined().guests.length, NAMES_SHOWN) + Math.min(this.left().guests.length, NAMES_SHOWN);
  }

  private fits(): string[] {
    const at = this.store.problem()?.more['fitsAt'];
    const zone = this.store.event.timeZone();
    return typeof at === 'string' ? [`It fits after ${clockWords(at, zone)} in ${zoneName(zone)}.`] : [];
  }
}
