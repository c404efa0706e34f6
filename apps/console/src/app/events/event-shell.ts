import { Component, computed, effect, inject, input } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router, RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { filter, map } from 'rxjs';
import { ChosenInView } from '../ui/chosen-in-view';
import { DataPage } from '../ui/data-page';
import { Icon } from '../ui/icon';
import { TimeText } from '../ui/time-text';
import { CurrentEvent } from './current-event';

const TABS = [
  { path: './', word: 'Overview', exact: true },
  { path: 'guests', word: 'Guests', exact: false },
  { path: 'invitations', word: 'Invitations', exact: false },
  { path: 'collaborators', word: 'Collaborators', exact: false },
  { path: 'messages', word: 'Communications', exact: false },
  { path: 'branding', word: 'Branding', exact: false },
  { path: 'deliveries', word: 'Deliveries', exact: false },
] as const;

/** Header and tabs of one event. Pages that need the whole width (compose, one message, edit) bring a header of their own. */
@Component({
  selector: 'beckon-event-shell',
  imports: [ChosenInView, DataPage, Icon, RouterLink, RouterLinkActive, RouterOutlet, TimeText],
  providers: [CurrentEvent],
  template: `<beckon-data [of]="event.source">
    @if (event.value(); as value) {
      @if (!isWide()) {
        <nav class="bk-crumb" aria-label="You are here">
          <a routerLink="/events"><beckon-icon name="left" />Events</a>
        </nav>
        <div class="bk-pagehead head">
          <div>
            <h1 class="bk-title">{{ value.name }}</h1>
            <div class="bk-facts">
              <span
                ><beckon-icon name="calendar" /><beckon-time
                  [at]="value.startsAt"
                  [timeZone]="value.timeZone"
                  [showsZone]="true"
              /></span>
              <span><beckon-icon name="pin" />{{ value.venue }}</span>
              @if (event.isCancelled()) {
                <span class="cancelled">Cancelled</span>
              }
            </div>
          </div>
          @if (event.canEdit()) {
            <a class="bk-btn edit" [routerLink]="['/events', value.id, 'edit']"
              ><beckon-icon name="draft" /><span class="word">Edit event</span></a
            >
          }
        </div>
        <nav class="bk-tabs" aria-label="This event" beckonChosenInView>
          @for (tab of tabs; track tab.path) {
            <a
              [routerLink]="['/events', value.id].concat(tab.path === './' ? [] : [tab.path])"
              routerLinkActive
              ariaCurrentWhenActive="page"
              [routerLinkActiveOptions]="{ exact: tab.exact }"
              >{{ tab.word }}</a
            >
          }
        </nav>
      }
      <router-outlet />
    }
  </beckon-data>`,
  styles: `
    .cancelled {
      color: var(--bk-lost);
      font-weight: 560;
    }
    .edit beckon-icon {
      display: none;
    }
    @media (max-width: 640px) {
      .head {
        flex-wrap: nowrap;
        align-items: flex-start;
      }
      .head > :first-child {
        flex-basis: 0;
      }
      .edit {
        flex: none;
        width: 2.75rem;
        min-height: 2.75rem;
        padding: 0;
      }
      .edit beckon-icon {
        display: contents;
      }
      .edit .word {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }
    }
  `,
})
export class EventShell {
  readonly eventId = input.required<string>();
  protected readonly event = inject(CurrentEvent);
  protected readonly tabs = TABS;
  private readonly router = inject(Router);
  private readonly url = toSignal(
    this.router.events.pipe(
      filter((event) => event instanceof NavigationEnd),
      map((event) => event.urlAfterRedirects),
    ),
    { initialValue: this.router.url },
  );
  protected readonly isWide = computed(() =>
    /\/(edit|messages\/[^/?]+(\/edit)?|guests\/[^/?]+)(\?|$)/.test(this.url()),
  );

  constructor() {
    effect(() => this.event.choose(this.eventId()));
  }
}
