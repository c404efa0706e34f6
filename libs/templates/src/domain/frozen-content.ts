import type { PersonalPlaceholder } from './placeholders';
import type { TemplateFilter } from './template-text';

/** The shape of `FrozenContent` that this version writes and reads. */
export const CONTENT_FORMAT = 1;

/** How a text leaves the house. */
export type ContentChannel = 'email' | 'sms' | 'whatsapp';

/** The place of a guest's value in a frozen text. */
export interface FrozenSlot {
  readonly token: PersonalPlaceholder;
  readonly filters?: readonly Exclude<TemplateFilter, { name: 'date' }>[];
}

/** Literal text that is printed as it is, or the place of a value. */
export type FrozenPart = string | FrozenSlot;

/**
 * Everything about a message that is the same for all its guests, as plain JSON. It is written once when the message is
 * claimed; rendering it with a guest's stored values gives the same bytes at every attempt. It holds parts and not Liquid
 * source, so that neither a value nor a newer template engine can change what a retry says.
 */
export interface FrozenContent {
  /** Rises when the shape changes; see `CONTENT_FORMAT`. */
  readonly format: number;
  readonly channel: ContentChannel;
  /** Where the guests' own links live, without a slash at the end. */
  readonly linkBase: string;
  readonly subject: readonly FrozenPart[] | null;
  readonly text: readonly FrozenPart[];
  /** Literals are HTML; values are escaped when they are put in. */
  readonly html: readonly FrozenPart[] | null;
}

/** What differs from guest to guest, by placeholder. Kept with the delivery. */
export interface GuestValues {
  readonly guest_name?: string | null;
  readonly guest_first_name?: string | null;
  readonly plus_ones?: number | string | null;
  readonly rsvp_link?: string | null;
  readonly unsubscribe_link?: string | null;
}
