import { Component, DestroyRef, inject } from '@angular/core';
import { Api } from '../api/generated/api';
import { listGaps } from '../api/generated/fn/status/list-gaps';
import type { GapDto } from '../api/generated/models';
import { loaded } from '../api/loaded';
import { CopyButton } from '../ui/copy-button';
import { DataPage } from '../ui/data-page';
import { Icon } from '../ui/icon';
import type { IconName } from '../ui/icons';
import { TimeText } from '../ui/time-text';
import { channelOf } from '../words/states';
import { clockWords, ownTimeZone } from '../words/time';

const EVERY_MS = 15_000;

/** What cannot be delivered as asked right now, and what to do about it. */
@Component({
  selector: 'beckon-status-page',
  imports: [CopyButton, DataPage, Icon, TimeText],
  template: `<div class="bk-pagehead">
      <div>
        <h1 class="bk-title">Status</h1>
        @if (gaps.value(); as found) {
          <p class="bk-quiet">Looked at {{ clock(found.asOf) }}; looks again by itself.</p>
        }
      </div>
    </div>
    <beckon-data [of]="gaps" [isEmpty]="gaps.value()?.items?.length === 0">
      <div empty class="bk-empty">
        <h2 class="bk-heading">All channels can send</h2>
        <p class="bk-quiet">Providers answer, the worker is up, and nothing is late.</p>
      </div>
      <ul class="gaps">
        @for (gap of gaps.value()?.items; track $index) {
          <li class="bk-alert bk-alert--ask">
            <beckon-icon [name]="icon(gap)" />
            <div>
              <strong>{{ gap.title }}</strong>
              <span>{{ gap.detail }}</span>
              <span>{{ gap.todo }}</span>
              @if (gap.since) {
                <span class="bk-faint">Since <beckon-time [at]="gap.since" [timeZone]="zone" /></span>
              }
              <span class="bk-mono">{{ gap.code }} <beckon-copy [text]="details(gap)" label="Copy the details" /></span>
            </div>
          </li>
        }
      </ul>
    </beckon-data>`,
  styles: `
    beckon-data {
      margin-top: 1.125rem;
    }
    .gaps {
      display: grid;
      gap: 0.75rem;
      max-width: 46rem;
    }
  `,
})
export class StatusPage {
  private readonly api = inject(Api);
  protected readonly zone = ownTimeZone();
  protected readonly gaps = loaded(
    () => true,
    () => this.api.invoke(listGaps, {}),
  );

  constructor() {
    const timer = setInterval(() => this.gaps.reload(), EVERY_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }

  protected clock(instant: string): string {
    return clockWords(instant, this.zone, true);
  }

  protected icon({ channel }: GapDto): IconName {
    return channel === undefined ? 'alert' : channelOf(channel).icon;
  }

  protected details({ code, channel, title, detail, since }: GapDto): string {
    return [code, channel, title, detail, since, this.gaps.value()?.asOf].filter(Boolean).join('\n');
  }
}
