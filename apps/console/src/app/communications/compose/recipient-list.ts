import { afterNextRender, Component, computed, ElementRef, inject, input, output } from '@angular/core';
import { Api } from '../../api/generated/api';
import { listRecipients } from '../../api/generated/fn/messages/list-recipients';
import { loaded } from '../../api/loaded';
import { cursorPages } from '../../ui/cursor-pages';
import { DataPage } from '../../ui/data-page';
import { Pager } from '../../ui/pager';
import { SidePanel } from '../../ui/side-panel';
import { audienceOf } from './compose-draft';
import { ComposeStore } from './compose-store';
import type { Exclusion } from './exclusions';

const PAGE = 50;

/** The guests behind a number: those who get it, or those who do not for one reason. */
@Component({
  selector: 'beckon-recipient-list',
  imports: [DataPage, Pager, SidePanel],
  template: `<beckon-side-panel [label]="title()" (closed)="closed.emit()">
    <h2 class="bk-heading">{{ title() }}</h2>
    <beckon-data [of]="page" [isEmpty]="page.value()?.items?.length === 0">
      <p empty class="bk-quiet">Nobody any more: the list has just changed.</p>
      <ul class="bk-rows">
        @for (guest of page.value()?.items; track guest.guestId) {
          <li>
            <strong>{{ guest.name }}</strong>
            @if (guest.address) {
              <span class="bk-quiet">{{ guest.address }}</span>
            }
            @if (guest.goesTo; as other) {
              <span class="bk-faint">{{ other.name }} gets it for both.</span>
            } @else if (guest.words) {
              <span class="bk-faint">{{ guest.words }}</span>
            }
          </li>
        }
      </ul>
    </beckon-data>
    @if (pages.hasPrevious() || page.value()?.nextCursor) {
      <beckon-pager
        [words]="'Page ' + (pages.pageNumber() + 1)"
        [pages]="pages"
        [nextCursor]="page.value()?.nextCursor"
      />
    }
  </beckon-side-panel>`,
  styles: `
    :host {
      position: fixed;
      z-index: 12;
      inset: 0 0 0 auto;
      width: min(26rem, 100vw);
      padding: 0.75rem;
      box-shadow: var(--bk-e2);
      background: var(--bk-panel);
      overflow: auto;
    }
    .bk-rows {
      margin-top: 0.75rem;
    }
    li {
      display: grid;
      padding: 0.5rem 0;
      border-bottom: 1px solid var(--bk-line);
      font: var(--bk-text-row);
    }
    li strong {
      font-weight: 560;
    }
    li span {
      overflow-wrap: anywhere;
    }
  `,
})
export class RecipientList {
  private readonly api = inject(Api);
  private readonly store = inject(ComposeStore);
  /** Null: those who get it. */
  readonly exclusion = input.required<Exclusion | null>();
  readonly closed = output();
  protected readonly pages = cursorPages();
  protected readonly title = computed(() => this.exclusion()?.word ?? 'Who gets it');
  protected readonly page = loaded(
    () => {
      const audience = audienceOf(this.store.draft());
      const cursor = this.pages.cursor();
      const reason = this.exclusion()?.reason;
      if (audience === null) return undefined;
      return {
        ...{ eventId: this.store.event.id(), limit: PAGE, ...audience },
        ...(reason === undefined ? { show: 'included' as const } : { show: 'excluded' as const, reason }),
        ...(cursor === undefined ? {} : { cursor }),
      };
    },
    (params) => this.api.invoke(listRecipients, params),
  );

  constructor() {
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    afterNextRender(() => host.querySelector<HTMLElement>('aside')?.focus());
  }
}
