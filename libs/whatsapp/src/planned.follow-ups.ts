import { Config } from '@beckon/core';
import { type PlannedTemplateMessage, TemplateFollowUps } from '@beckon/delivery';
import {
  type CompiledContent,
  compileFrozen,
  type GuestValues,
  missingGuestValues,
  renderContent,
} from '@beckon/templates';
import { Injectable } from '@nestjs/common';
import { type FilledTemplate, PlannedRepository, type PlannedRow } from './planned.repository';
import { dailyRecipientsOf } from './whatsapp-setup';

const BATCH = 1000;

interface Prepared {
  readonly content: CompiledContent;
  readonly variables: readonly { readonly name: string; readonly content: CompiledContent }[];
  /** A guest's own link is a key: the record shows where it led, not the key. */
  readonly links: Pick<GuestValues, 'rsvp_link' | 'unsubscribe_link'>;
}

/** Fills templates in when a message is planned: who lacks a value is skipped, and invitations remember what they say. */
@Injectable()
export class PlannedFollowUps extends TemplateFollowUps {
  private readonly dailyRecipients: number | null;

  constructor(
    config: Config,
    private readonly repository: PlannedRepository,
  ) {
    super();
    this.dailyRecipients = dailyRecipientsOf(config);
  }

  override async planned({ messageId, content, variables }: PlannedTemplateMessage): Promise<number> {
    const prepared: Prepared = {
      content: compileFrozen(content),
      variables: variables.map((variable) => ({ name: variable.name, content: compileFrozen(variable.content) })),
      links: { rsvp_link: `${content.linkBase}/r/…`, unsubscribe_link: `${content.linkBase}/u/…` },
    };
    for (let afterId: string | null = null; ;) {
      const rows: PlannedRow[] = await this.repository.list(messageId, afterId, BATCH);
      await this.fill(prepared, rows);
      if (rows.length < BATCH) break;
      afterId = rows.at(-1)!.id;
    }
    if (this.dailyRecipients !== null) await this.repository.spreadOverDays(messageId, this.dailyRecipients);
    return this.repository.countPending(messageId);
  }

  private async fill(prepared: Prepared, rows: readonly PlannedRow[]): Promise<void> {
    const filled: FilledTemplate[] = [];
    const missing: string[] = [];
    for (const row of rows) {
      const one = fillTemplate(prepared, row);
      if (one === null) missing.push(row.id);
      else filled.push(one);
    }
    await this.repository.keepFilled(filled);
    await this.repository.skipMissing(missing);
  }
}

/** @returns null when the guest lacks a value that nothing stands for: WhatsApp would show the template's sample instead */
function fillTemplate({ content, variables, links }: Prepared, { id, values: own }: PlannedRow): FilledTemplate | null {
  const values = { ...own, ...links };
  if (missingGuestValues(content, values).length > 0) return null;
  const filled = variables.map(({ name, content: text }) => [name, renderContent(text, values).text] as const);
  if (filled.some(([, value]) => value.trim() === '')) return null;
  return { id, variables: Object.fromEntries(filled), text: renderContent(content, values).text };
}
