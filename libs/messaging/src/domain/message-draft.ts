import type { AudienceChoice, Channel, Dedupe } from './audience';

/** All that an author decides about a message. */
export interface MessageDraft extends AudienceChoice {
  readonly channel: Channel;
  /** Null where the channel has none. */
  readonly subject: string | null;
  readonly body: string;
  readonly templateId: string | null;
  readonly dedupe: Dedupe;
  readonly sendAt: Date | null;
  readonly expiresAt: Date | null;
}

/** What an author changes; `undefined` stays as it is. */
export type DraftChanges = {
  readonly [K in keyof Omit<MessageDraft, 'audience' | 'segmentId'>]?: MessageDraft[K] | undefined;
} & {
  readonly choice?: AudienceChoice | undefined;
};

/** The draft with the changes in it. A subject goes away with the channel that has one. */
export function applyChanges(draft: MessageDraft, { choice, ...changes }: DraftChanges): MessageDraft {
  const changed = Object.fromEntries(
    Object.entries(changes as Readonly<Record<string, unknown>>).filter(([, value]) => value !== undefined),
  ) as Partial<MessageDraft>;
  // a template belongs to its channel
  const isOtherChannel = changes.channel !== undefined && changes.channel !== draft.channel;
  const merged: MessageDraft = { ...draft, ...(isOtherChannel && { templateId: null }), ...changed, ...choice };
  return merged.channel === 'email' ? merged : { ...merged, subject: null };
}

/** True when other guests would get it, or the same ones by another way: a kept count no longer fits. */
export function isReaddressed(before: MessageDraft, after: MessageDraft): boolean {
  return (
    before.channel !== after.channel ||
    before.audience !== after.audience ||
    before.segmentId !== after.segmentId ||
    before.dedupe !== after.dedupe ||
    // whom WhatsApp lets us write to depends on the template
    (after.channel === 'whatsapp' && before.templateId !== after.templateId)
  );
}
