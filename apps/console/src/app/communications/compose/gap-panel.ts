import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../../api/generated/api';
import { listGaps } from '../../api/generated/fn/status/list-gaps';
import { loaded } from '../../api/loaded';
import { CopyButton } from '../../ui/copy-button';
import { Icon } from '../../ui/icon';
import { ComposeStore } from './compose-store';

interface Gap {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly todo: string;
}

/** What keeps this message from being delivered as asked: what is missing, what to do, and where to read on. */
@Component({
  selector: 'beckon-gap-panel',
  imports: [CopyButton, Icon, RouterLink],
  template: `@if (shown().length > 0) {
    <section
      class="bk-alert bk-alert--ask"
      data-testid="guest-message-gap-panel"
      aria-label="Cannot be delivered as asked"
    >
      <beckon-icon name="held" />
      <div>
        @for (gap of shown(); track gap.code) {
          <strong>{{ gap.title }}</strong>
          <span>{{ gap.detail }} {{ gap.todo }}</span>
        }
        <span class="bk-actions">
          @if (store.draft().audience === 'segment' && isNobody()) {
            <a class="bk-link" [routerLink]="['/events', store.event.id(), 'guests', 'segments']">Edit the segment</a>
          }
          <a class="bk-link" routerLink="/status">What can’t be sent right now</a>
          <span>Copy details <beckon-copy [text]="details()" label="Copy details" /></span>
          @if (requestId(); as id) {
            <span class="bk-mono">request {{ id }}</span>
          }
        </span>
      </div>
    </section>
  }`,
  styles: `
    :host {
      display: block;
    }
    .bk-actions {
      gap: 0.25rem 1rem;
    }
  `,
})
export class GapPanel {
  private readonly api = inject(Api);
  protected readonly store = inject(ComposeStore);
  /** Guests on the whole list, as far as that is known. */
  readonly everyone = input<number>();
  private readonly gaps = loaded(
    () => ({ channel: this.store.draft().channel }),
    () => this.api.invoke(listGaps, {}),
  );
  protected readonly isNobody = computed(
    () => this.store.count.value()?.count === 0 && !this.store.count.isLoading() && (this.everyone() ?? 0) > 0,
  );
  protected readonly requestId = computed(() => this.store.problem()?.requestId ?? null);
  protected readonly shown = computed<readonly Gap[]>(() => {
    const { channel, audience } = this.store.draft();
    const gaps: Gap[] = (this.gaps.value()?.items ?? []).filter(
      (gap) => gap.channel === undefined || gap.channel === channel,
    );
    const counted = this.store.count.value();
    if (!this.isNobody() || counted === undefined) return gaps;
    const list = `The guest list holds ${(this.everyone() ?? 0).toLocaleString('en')} people`;
    const nobody: Gap =
      counted.total > 0
        ? {
            code: 'NOBODY_REACHABLE',
            title: 'This can’t go out as asked: nobody in this audience can be reached',
            detail: `${counted.total.toLocaleString('en')} guests match, but each one is excluded; the reasons stand beside the count.`,
            todo: 'Choose another channel, or add addresses.',
          }
        : {
            code: 'NOBODY_MATCHES',
            title: `This can’t go out as asked: ${audience === 'segment' ? 'the segment' : 'the audience'} matches nobody`,
            detail: `${list}, but none of them is in it.`,
            todo:
              audience === 'segment'
                ? 'A tag or field may have been renamed in an import.'
                : 'Choose another audience.',
          };
    return [nobody, ...gaps];
  });
  protected readonly details = computed(() => {
    const { channel, audience, segmentId } = this.store.draft();
    return [
      ...this.shown().map(({ code, title, detail }) => `${code}: ${title}. ${detail}`),
      `event ${this.store.event.id()}, channel ${channel}, audience ${audience}${segmentId === null ? '' : ` ${segmentId}`}`,
      `request ${this.requestId() ?? 'none'}, ${new Date().toISOString()}`,
    ].join('\n');
  });
}
