import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../api/generated/api';
import { listAuditLog } from '../api/generated/fn/organization/list-audit-log';
import { loaded } from '../api/loaded';
import { cursorPages } from '../ui/cursor-pages';
import { DataPage } from '../ui/data-page';
import { Now } from '../ui/now';
import { Pager } from '../ui/pager';
import { instantWords, ownTimeZone } from '../words/time';
import { actSentence } from './audit-words';

const PAGE = 25;

/** The append-only log of the organization in words, newest first. */
@Component({
  selector: 'beckon-audit-log',
  imports: [DataPage, Pager, RouterLink],
  template: `<beckon-data [of]="entries" [isEmpty]="rows().length === 0 && !pages.hasPrevious()">
    <p empty class="bk-quiet">Nothing has been done yet. What people, keys and providers do is written here.</p>
    <div class="bk-panel">
      <table class="bk-table cards pairs">
        <caption class="bk-vh">
          Audit log
        </caption>
        <thead>
          <tr>
            <th scope="col">Who did what</th>
            <th scope="col">Event</th>
            <th scope="col">When</th>
            <th scope="col">From</th>
          </tr>
        </thead>
        <tbody>
          @for (row of rows(); track row.id) {
            <tr>
              <td>
                <span class="bk-strong">{{ row.who }}</span>
                @if (row.kind) {
                  <span class="bk-faint"> ({{ row.kind }})</span>
                }
                {{ row.did }}
                @if (row.page) {
                  <a class="bk-link" [routerLink]="row.page">{{ row.thing }}</a>
                } @else {
                  {{ row.thing }}
                }
                @if (row.more) {
                  <span class="bk-quiet more">{{ row.more }}</span>
                }
              </td>
              <td class="bk-quiet">{{ row.eventName ?? '' }}</td>
              <td>
                <time [attr.datetime]="row.at">{{ row.when }}</time>
              </td>
              <td class="bk-mono">{{ row.ip ?? '' }}</td>
            </tr>
          }
        </tbody>
      </table>
      <beckon-pager
        words="The log can’t be changed or emptied."
        [pages]="pages"
        [nextCursor]="entries.value()?.nextCursor"
      />
    </div>
  </beckon-data>`,
  styleUrl: './settings.css',
  styles: `
    .more {
      display: block;
    }
    time {
      white-space: nowrap;
    }
    .cards td:empty {
      display: none;
    }
    @media (min-width: 641px) {
      .cards td:empty {
        display: table-cell;
      }
    }
  `,
})
export class AuditLog {
  private readonly api = inject(Api);
  private readonly now = inject(Now);
  private readonly zone = ownTimeZone();
  protected readonly pages = cursorPages();
  protected readonly entries = loaded(
    () => ({ cursor: this.pages.cursor() }),
    ({ cursor }) => this.api.invoke(listAuditLog, { limit: PAGE, ...(cursor ? { cursor } : {}) }),
  );
  protected readonly rows = computed(() =>
    (this.entries.value()?.items ?? []).map((entry) => ({
      ...actSentence(entry),
      ...{ id: entry.id, at: entry.at, ip: entry.ip },
      when: instantWords(entry.at, this.zone, this.now.value()),
    })),
  );
}
