import { CdkMenu, CdkMenuItem, CdkMenuTrigger } from '@angular/cdk/menu';
import { Component, computed, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { MessageDto } from '../api/generated/models';
import { CurrentEvent } from '../events/current-event';
import { Icon } from '../ui/icon';
import { Now } from '../ui/now';
import { OutcomeBar } from '../ui/outcome-bar';
import { StatusChip } from '../ui/status-chip';
import { distanceWords, instantWords } from '../words/time';
import {
  audienceWords,
  channelWords,
  firstWords,
  isAutomatic,
  isSkipped,
  labelWords,
  LIST_STATUSES,
  reachedOf,
  reasonWords,
} from './message-lists';

/** What the row's menu can ask for; links go by themselves. */
export type RowAction = 'send-now' | 'cancel';

/** One message in a list: name, audience, time, state, number, menu. */
@Component({
  // eslint-disable-next-line @angular-eslint/component-selector -- a row must be the list's own item
  selector: 'li[beckonMessageRow]',
  imports: [CdkMenu, CdkMenuItem, CdkMenuTrigger, Icon, OutcomeBar, RouterLink, StatusChip],
  host: { class: 'bk-msg', '[class.bk-msg--off]': 'isOff()' },
  template: `<div>
      <span class="bk-msg-name"
        ><a [routerLink]="link()">{{ label() }}</a>
        @if (isAutomatic()) {
          <span class="bk-tag">automatic</span>
        }
      </span>
      <span class="bk-msg-sub"
        ><beckon-icon [name]="channel().icon" /><span class="bk-vh">{{ channel().word }}: </span>{{ audience() }}
        @if (words()) {
          · {{ words() }}
        }
      </span>
    </div>
    <div>
      <time [attr.datetime]="at()">{{ when() }}</time> <span class="bk-faint bk-tag">{{ distance() }}</span>
    </div>
    <div class="state">
      @if (isSkipped()) {
        <span class="bk-chip is-idle"><beckon-icon name="skipped" />Skipped</span>
      } @else if (message().status !== 'sent') {
        <beckon-status-chip [status]="state()" />
        @if (reason()) {
          <span class="bk-tag">{{ reason() }}</span>
        }
      }
      @if (hasOutcome()) {
        <beckon-outcome-bar class="bar" [counts]="message().counts" />
      }
    </div>
    <div class="bk-msg-n">
      @if (isSkipped()) {
        <span class="bk-faint">no one</span>
      } @else if (hasOutcome() || message().counts.total > 0) {
        <b>{{ reached().toLocaleString('en') }}</b> of {{ message().counts.total.toLocaleString('en') }}
      } @else if (wouldGet() !== undefined) {
        <b>{{ wouldGet()!.toLocaleString('en') }}</b>
        {{ message().status === 'draft' ? 'would get it' : wouldGet() === 1 ? 'guest' : 'guests' }}
      } @else if (message().status === 'cancelled') {
        <span class="bk-faint">0 sent</span>
      }
    </div>
    <div>
      <button
        class="bk-btn bk-btn--quiet bk-btn--icon"
        type="button"
        [attr.aria-label]="'More: ' + label()"
        [cdkMenuTriggerFor]="menu"
      >
        <beckon-icon name="dots" />
      </button>
      <ng-template #menu>
        <div class="bk-popmenu" cdkMenu>
          @if (isWaiting()) {
            <a cdkMenuItem [routerLink]="edit()">Edit</a>
            <button type="button" cdkMenuItem (cdkMenuItemTriggered)="act.emit('send-now')">Send now…</button>
          } @else {
            <a cdkMenuItem [routerLink]="link()">Open</a>
          }
          <a
            cdkMenuItem
            [routerLink]="['/events', event.id(), 'messages', 'new']"
            [queryParams]="{ copy: message().id }"
            >Duplicate</a
          >
          @if (canCancel()) {
            <hr />
            <button type="button" cdkMenuItem (cdkMenuItemTriggered)="act.emit('cancel')">{{ cancelWord() }}</button>
          }
        </div>
      </ng-template>
    </div>`,
  styles: `
    .state {
      display: flex;
      flex-wrap: wrap;
      gap: 0.25rem 0.5rem;
      align-items: center;
    }
    .bar {
      flex: 1 1 100%;
    }
  `,
})
export class MessageRow {
  readonly message = input.required<MessageDto>();
  readonly segments = input.required<ReadonlyMap<string, string>>();
  /** Guests a waiting message would reach now; undefined while it is not known. */
  readonly wouldGet = input<number>();
  readonly act = output<RowAction>();
  protected readonly event = inject(CurrentEvent);
  private readonly now = inject(Now);
  protected readonly label = computed(() => labelWords(this.message(), this.event.value()));
  protected readonly isAutomatic = computed(() => isAutomatic(this.message()));
  protected readonly isSkipped = computed(() => isSkipped(this.message()));
  protected readonly isOff = computed(
    () => this.isSkipped() || LIST_STATUSES.cancelled.includes(this.message().status),
  );
  protected readonly isWaiting = computed(() => LIST_STATUSES.scheduled.includes(this.message().status));
  protected readonly canCancel = computed(
    () => this.isWaiting() || this.message().status === 'sending' || this.message().status === 'paused',
  );
  protected readonly cancelWord = computed(() =>
    this.message().status === 'draft' ? 'Discard draft' : this.isWaiting() ? 'Cancel' : 'Stop the rest…',
  );
  protected readonly hasOutcome = computed(
    () => LIST_STATUSES.sent.includes(this.message().status) && this.message().counts.total > 0,
  );
  protected readonly reached = computed(() => reachedOf(this.message()));
  protected readonly channel = computed(() => channelWords(this.message()));
  protected readonly audience = computed(() => audienceWords(this.message(), this.segments()));
  protected readonly words = computed(() =>
    this.message().status === 'draft' ? firstWords(this.message(), this.event.value()) : '',
  );
  protected readonly reason = computed(() => reasonWords(this.message()));
  protected readonly state = computed(() => {
    const { status, heldUntil } = this.message();
    return status === 'scheduled' && heldUntil !== null && new Date(heldUntil) > this.now.value() ? 'held' : status;
  });
  protected readonly edit = computed(() => ['/events', this.event.id(), 'messages', this.message().id, 'edit']);
  protected readonly link = computed(() =>
    this.message().status === 'draft' ? this.edit() : ['/events', this.event.id(), 'messages', this.message().id],
  );
  protected readonly at = computed(() => this.message().sendAt ?? this.message().updatedAt);
  protected readonly when = computed(() => {
    const { sendAt, status, createdAt } = this.message();
    const zone = this.event.timeZone();
    if (sendAt !== null) return instantWords(sendAt, zone, this.now.value());
    return status === 'draft' ? 'No time set' : instantWords(createdAt, zone, this.now.value());
  });
  protected readonly distance = computed(() => {
    const { sendAt, status, updatedAt, createdAt } = this.message();
    if (status === 'draft') return `edited ${distanceWords(updatedAt, this.now.value())}`;
    if (this.isSkipped()) return 'passed';
    return distanceWords(sendAt ?? createdAt, this.now.value());
  });
}
