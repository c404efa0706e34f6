import { Component, computed, effect, inject, output } from '@angular/core';
import { Announcer } from '../../ui/announcer';
import { AUDIENCE_WORDS } from '../../words/states';
import { clockWords, zoneName } from '../../words/time';
import { ComposeStore } from './compose-store';
import { type Exclusion, exclusionsOf } from './exclusions';

/** How many will get it, how many will not, and why: each reason opens its list. */
@Component({
  selector: 'beckon-recipient-summary',
  template: `<section class="bk-recipients" data-testid="guest-message-recipient-count" aria-label="Recipients">
    @if (store.count.value(); as counted) {
      <p class="bk-count" [attr.aria-busy]="store.count.isLoading()">
        <strong>{{ counted.count.toLocaleString('en') }}</strong>
        <span>{{ words() }}</span>
      </p>
      <div class="bk-reasons">
        @if (exclusions().length > 0) {
          <span
            >{{ (counted.total - counted.count).toLocaleString('en') }} of {{ counted.total.toLocaleString('en') }}
            {{ who() }} won’t, and why</span
          >
          <ul>
            @for (exclusion of exclusions(); track exclusion.reason) {
              <li>
                @if (store.event.canEdit()) {
                  <button type="button" class="reason" (click)="listed.emit(exclusion)">
                    <span>{{ exclusion.word }}</span><b>{{ exclusion.count.toLocaleString('en') }}</b>
                  </button>
                } @else {
                  <span class="reason"
                    ><span>{{ exclusion.word }}</span
                    ><b>{{ exclusion.count.toLocaleString('en') }}</b></span
                  >
                }
              </li>
            }
          </ul>
        } @else if (counted.total === 0) {
          <span>Nobody was excluded; nobody matched. Counted {{ clock() }}.</span>
        } @else {
          <span>Nobody is left out.</span>
        }
        @if (counted.recentlyWritten > 0) {
          <p class="recent">{{ recent() }}</p>
        }
        <p class="bk-faint asof">
          as of {{ clock() }} ·
          <button type="button" class="bk-link" (click)="store.count.reload()">Count again</button>
          @if (store.event.canEdit() && counted.count > 0) {
            · <button type="button" class="bk-link" (click)="listed.emit(null)">Who gets it</button>
          }
        </p>
      </div>
    } @else if (store.count.problem()) {
      <p class="bk-count"><strong>?</strong><span>The guests could not be counted</span></p>
      <div class="bk-reasons">
        <button type="button" class="bk-btn bk-btn--s" (click)="store.count.reload()">Count again</button>
      </div>
    } @else {
      <p class="bk-count" aria-busy="true">
        <strong>–</strong
        ><span>{{
          store.draft().audience === 'segment' && !store.draft().segmentId ? 'Choose a segment' : 'Counting guests'
        }}</span>
      </p>
    }
  </section>`,
  styles: `
    :host {
      display: block;
    }
    .reason {
      flex: 1;
      display: flex;
      justify-content: space-between;
      gap: 0.5rem;
      padding: 0.1875rem 0;
      min-height: 1.5rem;
      border: 0;
      background: none;
      text-align: left;
      cursor: pointer;
      font: inherit;
      color: inherit;
    }
    span.reason {
      cursor: default;
    }
    button.reason:hover span {
      text-decoration: underline;
      text-underline-offset: 3px;
    }
    .recent {
      margin-top: 0.375rem;
      color: var(--bk-asking);
    }
    .asof {
      margin-top: 0.375rem;
      font-variant-numeric: tabular-nums;
    }
    .asof .bk-link {
      min-height: 1.5rem;
      font: inherit;
    }
  `,
})
export class RecipientSummary {
  protected readonly store = inject(ComposeStore);
  private readonly announcer = inject(Announcer);
  /** A reason whose guests are to be listed; null: those who get it. */
  readonly listed = output<Exclusion | null>();
  protected readonly exclusions = computed(() => {
    const counted = this.store.count.value();
    return counted === undefined ? [] : exclusionsOf(counted, this.store.draft().channel);
  });
  protected readonly words = computed(() => {
    const count = this.store.count.value()?.count ?? 0;
    if (count === 0) return 'guests match this audience';
    const hasChanged = this.store.problem()?.code === 'AUDIENCE_CHANGED';
    const verb = this.store.event.canEdit() ? 'will get this' : 'would get a message';
    return `${count === 1 ? 'guest' : 'guests'} ${verb}${hasChanged ? ' now' : ''}`;
  });
  protected readonly who = computed(() => {
    const { audience } = this.store.draft();
    return audience === 'everyone' || audience === 'segment'
      ? 'guests'
      : (AUDIENCE_WORDS[audience] ?? 'guests').toLowerCase();
  });
  protected readonly recent = computed(() => {
    const recent = this.store.count.value()?.recentlyWritten ?? 0;
    return `${recent.toLocaleString('en')} of them got another message of this event within the last hour.`;
  });
  protected readonly clock = computed(() => {
    const zone = this.store.event.timeZone();
    return `${clockWords(this.store.count.value()?.asOf ?? new Date(), zone, true)} in ${zoneName(zone)}`;
  });

  constructor() {
    effect(() => {
      const counted = this.store.count.value();
      if (counted !== undefined && !this.store.count.isLoading())
        this.announcer.sayNowAndThen(`${counted.count} guests will get this, ${counted.total - counted.count} won’t.`);
    });
  }
}
