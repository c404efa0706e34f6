/** What an event's team member is there. */
export interface Collaboration {
  readonly eventId: string;
  readonly role: 'owner' | 'editor' | 'viewer';
}

/** Who asks. */
export interface AskingActor {
  readonly kind: 'user' | 'api_key';
  readonly organizationId: string;
  readonly organizationRole: 'admin' | 'member' | 'support';
  readonly roleCeiling: 'viewer' | 'editor' | 'owner' | null;
}

/** What somebody may read of the ledger. */
export interface AuditReader {
  readonly organizationId: string;
  /** True for every event of the organization; else only `eventIds`. */
  readonly isWholeOrganization: boolean;
  /** The events that the reader works on as editor or owner: addresses are shown in full. */
  readonly eventIds: readonly string[];
  /** Events where only the guests may be read, not the messages. */
  readonly viewedEventIds: readonly string[];
  /** Whether addresses are masked where the reader does not work on the event. */
  readonly isMaskedElsewhere: boolean;
}

/**
 * What an actor may read: support staff and admins every event of their organization, with masked addresses; editors and
 * owners their events; an API key all events of its organization, if it may do what an editor may.
 *
 * @returns null for a key that can never see a delivery
 */
export function auditReader(actor: AskingActor, collaborations: readonly Collaboration[]): AuditReader | null {
  const { organizationId } = actor;
  if (actor.kind === 'api_key') {
    if (actor.roleCeiling === null || actor.roleCeiling === 'viewer') return null;
    return { organizationId, isWholeOrganization: true, eventIds: [], viewedEventIds: [], isMaskedElsewhere: false };
  }
  const works = collaborations.filter(({ role }) => role !== 'viewer');
  const views = collaborations.filter(({ role }) => role === 'viewer');
  return {
    organizationId,
    isWholeOrganization: actor.organizationRole !== 'member',
    eventIds: works.map(({ eventId }) => eventId),
    viewedEventIds: views.map(({ eventId }) => eventId),
    isMaskedElsewhere: true,
  };
}

/** May this reader see the deliveries of an event of their organization? `forbidden`: they know the event, but only look at it. */
export function mayRead(reader: AuditReader, eventId: string): 'yes' | 'forbidden' | 'not_found' {
  if (reader.isWholeOrganization || reader.eventIds.includes(eventId)) return 'yes';
  return reader.viewedEventIds.includes(eventId) ? 'forbidden' : 'not_found';
}

/** Whether addresses of this event's guests are masked for this reader. */
export function isMasked(reader: AuditReader, eventId: string): boolean {
  return reader.isMaskedElsewhere && !reader.eventIds.includes(eventId) && !reader.viewedEventIds.includes(eventId);
}
