import { type LinkSubject, signLink } from '@beckon/core';

/** What the links of one delivery are made of. */
interface LinkedDelivery {
  readonly id: string;
  readonly guestId: string | null;
  readonly mergeValues: Readonly<Record<string, unknown>>;
}

/**
 * The personal links of one delivery. They are computed and not stored, and come out the same on every attempt.
 *
 * @param message where links lead, and whether its readers may unsubscribe
 * @param delivery its guest's `link_version` is part of the merge values
 */
export function guestLinks(
  message: { readonly linkBase: string; readonly isBroadcast: boolean },
  delivery: LinkedDelivery,
  secret: string,
): { readonly values: { rsvp_link: string; unsubscribe_link: string }; readonly unsubscribeUrl: string | null } {
  const version = delivery.mergeValues.link_version;
  const guest: LinkSubject = {
    id: delivery.guestId ?? delivery.id,
    version: typeof version === 'number' ? version : 0,
  };
  const unsubscribe = `${message.linkBase}/u/${signLink('unsubscribe', { id: delivery.id, version: 0 }, secret)}`;
  return {
    values: { rsvp_link: `${message.linkBase}/r/${signLink('rsvp', guest, secret)}`, unsubscribe_link: unsubscribe },
    unsubscribeUrl: message.isBroadcast ? unsubscribe : null,
  };
}
