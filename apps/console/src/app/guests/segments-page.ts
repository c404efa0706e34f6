import { Component, computed, effect, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../api/generated/api';
import { countCriteria } from '../api/generated/fn/messages/count-criteria';
import { createSegment } from '../api/generated/fn/segments/create-segment';
import { deleteSegment } from '../api/generated/fn/segments/delete-segment';
import { listSegments } from '../api/generated/fn/segments/list-segments';
import { updateSegment } from '../api/generated/fn/segments/update-segment';
import type { SegmentDto } from '../api/generated/models';
import { loaded } from '../api/loaded';
import { CurrentEvent } from '../events/current-event';
import { Undo } from '../shell/undo';
import { act } from '../ui/act';
import { DataPage } from '../ui/data-page';
import { Field } from '../ui/field';
import { Icon } from '../ui/icon';
import { ProblemAlert } from '../ui/problem-alert';
import { Segmented } from '../ui/segmented';
import { valueOf } from '../ui/value';
import { CRITERIA_FIELDS, type Built, fromCriteria, type Line, NEW_LINE, toCriteria } from './criteria-fields';

const PAUSE_MS = 300;

/** Groups of guests by rules, with a builder that counts as one clicks. */
@Component({
  selector: 'beckon-segments-page',
  imports: [DataPage, Field, Icon, ProblemAlert, RouterLink, Segmented],
  templateUrl: './segments-page.html',
  styleUrl: './segments-page.css',
})
export class SegmentsPage {
  private readonly api = inject(Api);
  private readonly undo = inject(Undo);
  protected readonly event = inject(CurrentEvent);
  protected readonly list = loaded(
    () => ({ eventId: this.event.id() }),
    ({ eventId }) => this.api.invoke(listSegments, { eventId, limit: 100 }),
  );
  /** `new`, a segment's id, or nothing. */
  protected readonly open = signal<string | null>(null);
  protected readonly name = signal('');
  /** Null: nested deeper than the builder shows. */
  protected readonly built = signal<Built | null>({ match: 'all', lines: [NEW_LINE] });
  private version = 0;
  protected readonly saving = act();
  protected readonly removing = act();
  protected readonly fields = CRITERIA_FIELDS;
  protected readonly matches = [
    { key: 'all', word: 'All of these' },
    { key: 'any', word: 'Any of these' },
  ];
  protected readonly valueOf = valueOf;
  protected readonly criteria = computed(() => {
    const built = this.built();
    return built === null ? null : toCriteria(built);
  });
  private readonly counted = signal<{ criteria: Record<string, unknown> } | undefined>(undefined);
  protected readonly count = loaded(
    () => {
      const counted = this.counted();
      return this.open() === null || counted === undefined ? undefined : { eventId: this.event.id(), ...counted };
    },
    ({ eventId, criteria }) => this.api.invoke(countCriteria, { eventId, body: { criteria, channel: 'email' } }),
    { owner: () => this.open() ?? undefined },
  );

  constructor() {
    effect((onCleanup) => {
      const criteria = this.criteria();
      if (criteria === null) return;
      const timer = setTimeout(() => this.counted.set({ criteria }), PAUSE_MS);
      onCleanup(() => clearTimeout(timer));
    });
  }

  protected fieldOf(line: Line): (typeof CRITERIA_FIELDS)[number] {
    return this.fields.find(({ key }) => key === line.field) ?? this.fields[0];
  }

  protected edit(segment: SegmentDto | null): void {
    this.saving.clear();
    this.counted.set(undefined);
    this.open.set(segment?.id ?? 'new');
    this.name.set(segment?.name ?? '');
    this.version = segment?.version ?? 0;
    this.built.set(segment === null ? { match: 'all', lines: [NEW_LINE] } : fromCriteria(segment.criteria));
  }

  protected setMatch(match: string): void {
    this.built.update((built) => (built === null ? null : { ...built, match: match as 'all' }));
  }

  protected add(): void {
    this.built.update((built) => (built === null ? null : { ...built, lines: [...built.lines, NEW_LINE] }));
  }

  protected drop(index: number): void {
    this.built.update((built) =>
      built === null ? null : { ...built, lines: built.lines.filter((_, n) => n !== index) },
    );
  }

  protected change(index: number, part: Partial<Line>): void {
    this.built.update((built) =>
      built === null
        ? null
        : { ...built, lines: built.lines.map((line, n) => (n === index ? { ...line, ...part } : line)) },
    );
  }

  protected setField(index: number, key: string): void {
    const field = this.fields.find((one) => one.key === key) ?? this.fields[0];
    const value = field.choices?.[0]?.key ?? (field.kind === 'flag' ? 'true' : '');
    this.change(index, { field: key, op: field.ops[0]?.key ?? 'is', value, attribute: '' });
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const criteria = this.criteria();
    const id = this.open();
    const eventId = this.event.id();
    const name = this.name().trim();
    const isDone = await this.saving.run(
      () =>
        id === 'new' || id === null
          ? this.api.invoke(createSegment, { eventId, body: { name, criteria: criteria ?? {} } })
          : this.api.invoke(updateSegment, {
              eventId,
              segmentId: id,
              body: { name, version: this.version, ...(criteria === null ? {} : { criteria }) },
            }),
      'The segment is saved.',
    );
    if (!isDone) return;
    // another one may be open by now
    if (this.open() === id) this.open.set(null);
    this.list.reload();
  }

  protected async remove({ id, name, criteria }: SegmentDto): Promise<void> {
    const eventId = this.event.id();
    const isDone = await this.removing.run(() => this.api.invoke(deleteSegment, { eventId, segmentId: id }));
    if (!isDone) return;
    this.list.reload();
    this.undo.offer({
      text: `${name} is deleted.`,
      seconds: 10,
      undo: async () => {
        await this.removing.run(() => this.api.invoke(createSegment, { eventId, body: { name, criteria } }));
        this.list.reload();
      },
    });
  }
}
