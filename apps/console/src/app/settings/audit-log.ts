import { Component, inject } from '@angular/core';
import { Api } from '../api/generated/api';
import { listAuditLog } from '../api/generated/fn/organization/list-audit-log';
import type { AuditEntryDto } from '../api/generated/models';
import { loaded } from '../api/loaded';
import { cursorPages } from '../ui/cursor-pages';
import { DataPage } from '../ui/data-page';
import { Pager } from '../ui/pager';
import { instantWords, ownTimeZone } from '../words/time';

const PAGE = 25;

/** The append-only log of the organization, newest first. */
@Component({
  selector: 'beckon-audit-log',
  imports: [DataPage, Pager],
  template: `<beckon-data [of]="entries" [isEmpty]="entries.value()?.items?.length === 0 && !pages.hasPrevious()">
    <p empty class="bk-quiet">Nothing has been done yet.</p>
    <div class="bk-panel">
      <table class="bk-table cards pairs">
        <caption class="bk-vh">
          Audit log
        </caption>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Who</th>
            <th scope="col">What</th>
            <th scope="col">From</th>
          </tr>
        </thead>
        <tbody>
          @for (entry of entries.value()?.items; track entry.id) {
            <tr>
              <td>{{ at(entry) }}</td>
              <td>{{ who(entry) }}</td>
              <td>{{ what(entry) }}</td>
              <td class="bk-mono">{{ entry.ip ?? '' }}</td>
            </tr>
          }
        </tbody>
      </table>
      <beckon-pager
        words="The log can’t be changed or emptied."
        [hasPrevious]="pages.hasPrevious()"
        [hasNext]="!!entries.value()?.nextCursor"
        (previous)="pages.previous()"
        (next)="pages.next(entries.value()?.nextCursor)"
      />
    </div>
  </beckon-data>`,
  styleUrl: './settings.css',
})
export class AuditLog {
  private readonly api = inject(Api);
  protected readonly pages = cursorPages();
  protected readonly entries = loaded(
    () => ({ cursor: this.pages.cursor() }),
    ({ cursor }) => this.api.invoke(listAuditLog, { limit: PAGE, ...(cursor ? { cursor } : {}) }),
  );

  protected at({ at }: AuditEntryDto): string {
    return instantWords(at, ownTimeZone());
  }

  protected who({ actor }: AuditEntryDto): string {
    return (
      actor.name ??
      { user: 'a person', api_key: 'an API key', guest: 'a guest', provider: 'a provider', system: 'Beckon' }[
        actor.kind
      ]
    );
  }

  /** `message.test_sent` reads "message test sent". */
  protected what({ action }: AuditEntryDto): string {
    return action.replaceAll(/[._]/g, ' ');
  }
}
