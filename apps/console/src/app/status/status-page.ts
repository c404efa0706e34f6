import { Component, computed, DestroyRef, inject } from '@angular/core';
import { Api } from '../api/generated/api';
import { getQuota } from '../api/generated/fn/organization/get-quota';
import { listGaps } from '../api/generated/fn/status/list-gaps';
import type { GapDto } from '../api/generated/models';
import { loaded } from '../api/loaded';
import { Session } from '../session/session';
import { CopyButton } from '../ui/copy-button';
import { DataPage } from '../ui/data-page';
import { Icon } from '../ui/icon';
import { StateMark } from '../ui/state-mark';
import { TimeText } from '../ui/time-text';
import { clockWords, ownTimeZone } from '../words/time';
import { statusRows } from './status-rows';

const EVERY_MS = 15_000;

/** What can be sent right now over each channel and what cannot, why, since when, and what to do about it. */
@Component({
  selector: 'beckon-status-page',
  imports: [CopyButton, DataPage, Icon, StateMark, TimeText],
  templateUrl: './status-page.html',
  styleUrl: './status-page.css',
})
export class StatusPage {
  private readonly api = inject(Api);
  private readonly session = inject(Session);
  protected readonly zone = ownTimeZone();
  protected readonly gaps = loaded(
    () => true,
    () => this.api.invoke(listGaps, {}),
  );
  /** Not for support staff; where it does not come, the page says nothing of it. */
  private readonly quota = loaded(
    () => (this.session.isSupport() ? undefined : true),
    () => this.api.invoke(getQuota, {}),
  );
  protected readonly rows = computed(() => {
    const gaps = this.gaps.value();
    return gaps === undefined ? null : statusRows(gaps.items, this.quota.value() ?? null);
  });
  protected readonly groups = computed(() => {
    const rows = this.rows();
    if (rows === null) return [];
    return [
      { title: 'Channels', rows: rows.channels },
      { title: 'What carries them', rows: rows.parts },
    ];
  });

  constructor() {
    const look = (): void => {
      this.gaps.reload();
      this.quota.reload();
    };
    const timer = setInterval(look, EVERY_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }

  protected clock(instant: string): string {
    return clockWords(instant, this.zone, true);
  }

  protected details(gap: GapDto): string {
    const { code, channel, title, detail, since } = gap;
    const lines = [
      code,
      channel,
      title,
      detail,
      since && `since ${since}`,
      `as of ${this.gaps.value()?.asOf ?? 'unknown'}`,
    ];
    return lines.filter(Boolean).join('\n');
  }
}
