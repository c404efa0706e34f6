import type { EventEntity } from '@beckon/events';
import type { Branding, EventFacts } from '@beckon/templates';

/** What a text may say about an event. */
export function eventFactsOf(event: EventEntity): EventFacts {
  return { name: event.name, startsAtLocal: event.startsAtLocal, venue: event.venue, hostName: event.hostName };
}

/** How the mails of an event look. */
export function brandingOf(event: EventEntity): Branding {
  return {
    accentColour: event.accentColour ?? null,
    logoUrl: event.logoUrl ?? null,
    senderName: event.senderName ?? null,
    footer: event.footer ?? null,
  };
}

/** The saved looks with some replaced; a null there is Beckon's own way, what is undefined stays. */
export function brandingWith(event: EventEntity, tried: Partial<Branding> = {}): Branding {
  const saved = brandingOf(event);
  const given = <K extends keyof Branding>(name: K): Branding[K] => {
    const value = tried[name];
    return value === undefined ? saved[name] : value;
  };
  return {
    accentColour: given('accentColour'),
    logoUrl: given('logoUrl'),
    senderName: given('senderName'),
    footer: given('footer'),
  };
}
