import { NotFound, Transactions } from '@beckon/core';
import type { EventContext } from '@beckon/events';
import { InvalidAudience, parseCriteria, SegmentsRepository } from '@beckon/guests';
import { Injectable } from '@nestjs/common';
import { chooseAudience } from './choose-audience';
import type { AudienceChoice, Channel, Dedupe } from './domain/audience';
import { type WhatsAppRule, whatsAppRuleOf } from './domain/whatsapp-rule';
import { AudienceChanged, NoRecipients } from './message.errors';
import type { RecipientsQuery } from './recipients-sql';
import { RecipientListsRepository } from './recipient-lists.repository';
import { type RecipientCount, RecipientsRepository } from './recipients.repository';
import { SnapshotsRepository } from './snapshots.repository';
import { WhatsAppTemplateSource } from './whatsapp-template-source';

/** `recentlyWritten`: how many of the recipients were handed another message of this event within the hour. */
export type KeptCount = RecipientCount & { readonly recentlyWritten: number; readonly snapshot?: string };

/** Whom a message is for, over which channel. */
export interface Addressing extends AudienceChoice {
  readonly channel: Channel;
  readonly dedupe: Dedupe;
  /** WhatsApp: the template, or null for free text; left out: a template not chosen yet. */
  readonly templateId?: string | null;
}

/** The audience is another one than the caller has seen. Carried out of the transaction, which keeps nothing. */
class AudienceMoved extends Error {
  constructor(
    readonly query: RecipientsQuery,
    readonly segmentId: string | null,
    readonly seenSnapshotId: string,
  ) {
    super('the audience changed');
  }
}

/** Turns what a caller asked for into a set of guests, and guards that it is the set they have seen. */
@Injectable()
export class AudiencesService {
  constructor(
    private readonly segments: SegmentsRepository,
    private readonly recipients: RecipientsRepository,
    private readonly lists: RecipientListsRepository,
    private readonly snapshots: SnapshotsRepository,
    private readonly transactions: Transactions,
    private readonly whatsAppTemplates: WhatsAppTemplateSource,
  ) {}

  /**
   * The query behind an audience.
   *
   * @param options `isKept`: the segment must not be deleted before the running transaction ends
   * @throws InvalidAudience when the segment does not exist in this event
   */
  async queryFor(
    { eventId, organizationId }: { readonly eventId: string; readonly organizationId: string },
    { audience, segmentId, channel, dedupe, templateId }: Addressing,
    { isKept = false }: { readonly isKept?: boolean } = {},
  ): Promise<RecipientsQuery> {
    const whatsApp = await this.whatsAppRule(organizationId, channel, templateId);
    const base = { organizationId, eventId, channel, audience, dedupe, isBroadcast: true, whatsApp };
    if (segmentId === null) return { ...base, criteria: null };
    try {
      const segment = isKept
        ? await this.segments.getForUpdate(eventId, segmentId)
        : await this.segments.get(eventId, segmentId);
      return { ...base, criteria: parseCriteria(segment.criteria) };
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
      const message = 'This segment does not exist in this event. Choose another one.';
      throw new InvalidAudience(message, { errors: [{ path: 'segmentId', code: 'INVALID_AUDIENCE', message }] });
    }
  }

  /** Counts who would get a message. For editors the set is kept for an hour under `snapshot`. */
  async count(
    context: EventContext,
    request: {
      readonly audience?: string;
      readonly segmentId?: string;
      readonly channel: Channel;
      readonly dedupe: Dedupe;
      /** Or `none` for free text. */
      readonly templateId?: string;
    },
  ): Promise<KeptCount> {
    const { channel, dedupe, templateId } = request;
    const choice = chooseAudience(request.audience, request.segmentId);
    const query = await this.queryFor(context, {
      ...choice,
      channel,
      dedupe,
      ...(templateId && { templateId: templateId === 'none' ? null : templateId }),
    });
    const recentlyWritten = await this.lists.countWrittenWithinHour(query);
    if (context.role !== 'editor' && context.role !== 'owner')
      return { ...(await this.recipients.count(query)), recentlyWritten };
    const counted = await this.recipients.countAndKeep(query, choice.segmentId);
    await this.snapshots.purge();
    return { ...counted, recentlyWritten };
  }

  /** Counts who would get a message to criteria that no segment has yet. @throws InvalidAudience */
  async countCriteria(
    { eventId, organizationId }: EventContext,
    { criteria, channel, dedupe }: { readonly criteria: unknown; readonly channel: Channel; readonly dedupe: Dedupe },
  ): Promise<KeptCount> {
    const audience = 'segment' as const;
    const query: RecipientsQuery = {
      ...{ organizationId, eventId, channel, audience, dedupe, isBroadcast: true },
      criteria: parseCriteria(criteria),
    };
    const recentlyWritten = await this.lists.countWrittenWithinHour(query);
    return { ...(await this.recipients.count(query)), recentlyWritten };
  }

  /**
   * Makes sure that somebody would get it, and that they are the guests the caller has seen.
   *
   * @param seenSnapshotId of the count the caller looked at; null when they did not name one
   * @throws NoRecipients; inside `answeringChanges` also AudienceChanged
   */
  async confirm(
    query: RecipientsQuery,
    segmentId: string | null,
    seenSnapshotId: string | null,
  ): Promise<{ count: number; snapshotId: string | null }> {
    if (seenSnapshotId === null) {
      const counted = await this.recipients.count(query);
      if (counted.count === 0) throw noRecipients(counted);
      return { count: counted.count, snapshotId: null };
    }
    const counted = await this.recipients.countAndKeep(query, segmentId);
    if (counted.count === 0) throw noRecipients(counted);
    const seen = await this.snapshots.find(query.eventId, seenSnapshotId);
    if (seen?.digest !== counted.digest) throw new AudienceMoved(query, segmentId, seenSnapshotId);
    return { count: counted.count, snapshotId: counted.snapshot };
  }

  /**
   * Runs a transaction that calls `confirm`. If the audience moved, everything was rolled back; the new count is then
   * kept on its own, so that the caller can send to it.
   *
   * @throws AudienceChanged with the difference
   */
  async answeringChanges<T>(transaction: () => Promise<T>): Promise<T> {
    try {
      return await transaction();
    } catch (error) {
      if (!(error instanceof AudienceMoved)) throw error;
      throw await this.transactions.run(() => this.changeSince(error));
    }
  }

  /** A template that is not known counts as marketing, the stricter case: its message is refused elsewhere. */
  private async whatsAppRule(
    organizationId: string,
    channel: Channel,
    templateId: string | null | undefined,
  ): Promise<WhatsAppRule> {
    if (channel !== 'whatsapp' || templateId === undefined) return 'marketing';
    if (templateId === null) return 'free_text';
    return whatsAppRuleOf((await this.whatsAppTemplates.find(organizationId, templateId))?.category);
  }

  private async changeSince({ query, segmentId, seenSnapshotId }: AudienceMoved): Promise<AudienceChanged> {
    const counted = await this.recipients.countAndKeep(query, segmentId);
    const seen = await this.snapshots.find(query.eventId, seenSnapshotId);
    const difference = seen === null ? null : await this.snapshots.difference(seen.id, counted.snapshot);
    return new AudienceChanged(counted.count, counted.snapshot, difference);
  }
}

function noRecipients({ total, excluded }: RecipientCount): NoRecipients {
  if (total === 0)
    return new NoRecipients(
      'Nobody is in this audience right now, so nothing was sent. Add guests or choose another audience.',
      { total, excluded },
    );
  return new NoRecipients(undefined, { total, excluded });
}
