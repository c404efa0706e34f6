import { Component, computed, inject, signal } from '@angular/core';
import { Api } from '../api/generated/api';
import { createSuppression } from '../api/generated/fn/suppressions/create-suppression';
import { liftSuppression } from '../api/generated/fn/suppressions/lift-suppression';
import { listSuppressions } from '../api/generated/fn/suppressions/list-suppressions';
import type { SuppressionChannel, SuppressionDto } from '../api/generated/models';
import { loaded } from '../api/loaded';
import { Session } from '../session/session';
import { Undo } from '../shell/undo';
import { act } from '../ui/act';
import { CountPills } from '../ui/count-pills';
import { cursorPages } from '../ui/cursor-pages';
import { DataPage } from '../ui/data-page';
import { Field } from '../ui/field';
import { Pager } from '../ui/pager';
import { ProblemAlert } from '../ui/problem-alert';
import { SearchField } from '../ui/search-field';
import { urlFilter } from '../ui/url-filter';
import { valueOf } from '../ui/value';
import { channelOf } from '../words/states';
import { instantWords, ownTimeZone } from '../words/time';

const PAGE = 50;
const REASONS: Readonly<Record<string, string>> = {
  bounce: 'The address bounced',
  complaint: 'Marked as spam',
  stop: 'Replied STOP',
  unsubscribe: 'Unsubscribed',
  manual: 'Put here by hand',
};

@Component({
  selector: 'beckon-suppressions-page',
  imports: [CountPills, DataPage, Field, Pager, ProblemAlert, SearchField],
  templateUrl: './suppressions-page.html',
  styleUrl: './settings.css',
})
export class SuppressionsPage {
  private readonly api = inject(Api);
  private readonly undo = inject(Undo);
  protected readonly session = inject(Session);
  protected readonly q = urlFilter('q');
  protected readonly channel = urlFilter('channel', 'all');
  protected readonly pages = cursorPages();
  protected readonly list = loaded(
    () => ({
      limit: PAGE,
      q: this.q.value() || undefined,
      channel: this.channel.value() === 'all' ? undefined : (this.channel.value() as SuppressionChannel),
      cursor: this.pages.cursor(),
    }),
    ({ limit, q, channel, cursor }) =>
      this.api.invoke(listSuppressions, {
        limit,
        ...(q ? { q } : {}),
        ...(channel ? { channel } : {}),
        ...(cursor ? { cursor } : {}),
      }),
  );
  protected readonly isFiltered = computed(() => this.q.value() !== '' || this.channel.value() !== 'all');
  protected readonly change = act();
  protected readonly adding = act();
  protected readonly isAdding = signal(false);
  protected readonly address = signal('');
  protected readonly newChannel = signal<SuppressionChannel>('email');
  protected readonly note = signal('');
  protected readonly pills = [
    { key: 'all', word: 'All channels' },
    { key: 'email', word: 'E-mail' },
    { key: 'sms', word: 'SMS' },
    { key: 'whatsapp', word: 'WhatsApp' },
  ];
  protected readonly value = valueOf;

  protected channelWord(channel: string): string {
    return channelOf(channel).word;
  }

  protected reason({ reason }: SuppressionDto): string {
    return REASONS[reason] ?? reason;
  }

  protected covers({ appliesTo, scope }: SuppressionDto): string {
    const what = appliesTo === 'all' ? 'everything' : 'announcements';
    return scope === 'event' ? `${what} of one event` : scope === 'sender' ? `${what} of one sender` : what;
  }

  protected since({ createdAt }: SuppressionDto): string {
    return instantWords(createdAt, ownTimeZone());
  }

  protected filter(what: 'q' | 'channel', value: string): void {
    this.pages.reset();
    this[what].set(value);
  }

  protected async add(event: Event): Promise<void> {
    event.preventDefault();
    const isDone = await this.adding.run(
      () =>
        this.api.invoke(createSuppression, {
          body: {
            channel: this.newChannel(),
            address: this.address(),
            ...(this.note().trim() === '' ? {} : { note: this.note().trim() }),
          },
        }),
      'Nothing is sent to this address any more.',
    );
    if (!isDone) return;
    this.address.set('');
    this.note.set('');
    this.isAdding.set(false);
    this.list.reload();
  }

  /** Lifts at once; the undo puts the same suppression back. */
  protected async lift(row: SuppressionDto): Promise<void> {
    const isDone = await this.change.run(() => this.api.invoke(liftSuppression, { suppressionId: row.id }));
    if (!isDone) return;
    this.list.reload();
    this.undo.offer({
      text: `${row.address} can be written to again.`,
      note: 'This is noted with your name.',
      seconds: 10,
      undo: async () => {
        await this.change.run(() =>
          this.api.invoke(createSuppression, {
            body: {
              channel: row.channel,
              address: row.address,
              reason: row.reason,
              appliesTo: row.appliesTo,
              ...(row.eventId === null ? {} : { eventId: row.eventId, scope: 'event' as const }),
            },
          }),
        );
        this.list.reload();
      },
    });
  }
}
