import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../../api/generated/api';
import { countSegment } from '../../api/generated/fn/segments/count-segment';
import { listSegments } from '../../api/generated/fn/segments/list-segments';
import type { Audience } from '../../api/generated/models';
import { loaded } from '../../api/loaded';
import { Segmented, type Segment } from '../../ui/segmented';
import { AUDIENCE_WORDS } from '../../words/states';
import { ComposeStore } from './compose-store';

const ANSWERS = ['attending', 'pending', 'maybe', 'declined'] as const;
const SEGMENTS = 50;

/** Whom it is for: an answer, everyone, or a segment; each with how many guests it holds now. */
@Component({
  selector: 'beckon-audience-picker',
  imports: [RouterLink, Segmented],
  template: `<div class="bk-audience" data-testid="guest-message-audience-picker">
    <beckon-segmented
      label="Who gets it"
      [segments]="answers()"
      [selected]="store.draft().audience"
      (selectedChange)="choose($event)"
      [disabled]="isFixed()"
    />
    <div class="bk-picks" role="radiogroup" aria-label="Segments">
      @if (segments.value()?.length) {
        <span class="bk-hint">or a segment</span>
      }
      @for (segment of segments.value(); track segment.id) {
        <label class="bk-pick" [title]="'Guests who ' + segment.description"
          ><input
            type="radio"
            name="audience-segment"
            [checked]="store.draft().segmentId === segment.id && store.draft().audience === 'segment'"
            [disabled]="isFixed()"
            (change)="store.change({ audience: 'segment', segmentId: segment.id })"
          />{{ segment.name }} <b>{{ segment.count.toLocaleString('en') }}</b></label
        >
      }
      @if (store.event.canEdit()) {
        <a class="bk-link new" [routerLink]="['/events', store.event.id(), 'guests', 'segments']">New segment</a>
      }
    </div>
  </div>`,
  styles: `
    .new {
      font: var(--bk-text-row);
      font-weight: 540;
      padding: 0.25rem 0;
    }
  `,
})
export class AudiencePicker {
  private readonly api = inject(Api);
  protected readonly store = inject(ComposeStore);
  /** A viewer may look at every audience; a message that is past changing keeps its own. */
  protected readonly isFixed = computed(() => this.store.readOnly() !== null && this.store.event.canEdit());
  private readonly counts = loaded(
    () => ({ eventId: this.store.event.id() }),
    async ({ eventId }) => {
      const counted = await Promise.all(
        ANSWERS.map(async (value) => {
          const criteria = { field: 'rsvpStatus', op: 'is', value };
          return [value, (await this.api.invoke(countSegment, { eventId, body: { criteria } })).count] as const;
        }),
      );
      return Object.fromEntries(counted);
    },
  );
  /** Every guest on the list; undefined while it is not counted. */
  readonly everyone = computed(() => {
    const counts = this.counts.value();
    return counts === undefined ? undefined : Object.values(counts).reduce((sum, count) => sum + count, 0);
  });
  protected readonly segments = loaded(
    () => ({ eventId: this.store.event.id() }),
    async ({ eventId }) => {
      const { items } = await this.api.invoke(listSegments, { eventId, limit: SEGMENTS });
      return Promise.all(
        items.map(async ({ id, name, description, criteria }) => {
          const { count } = await this.api.invoke(countSegment, { eventId, body: { criteria } });
          return { id, name, description, count };
        }),
      );
    },
  );
  protected readonly answers = computed<readonly Segment[]>(() =>
    ['everyone', ...ANSWERS].map((key) => ({
      key,
      word: AUDIENCE_WORDS[key] ?? key,
      count: key === 'everyone' ? this.everyone() : this.counts.value()?.[key],
    })),
  );

  protected choose(audience: string): void {
    this.store.change({ audience: audience as Audience, segmentId: null });
  }
}
