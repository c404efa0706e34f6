import type { DeliveryStatus } from '../domain/delivery-state';
import type { AuditQueryDto } from '../dto/audit-query.dto';
import type { AuditFilter } from './audit.repository';

/** The filter behind a query of the audit. */
export function auditFilterOf({
  q,
  eventId,
  channel,
  status,
  from,
  to,
  cursor,
  limit,
}: AuditQueryDto): Omit<AuditFilter, 'before'> & { readonly cursor: string | undefined } {
  return {
    ...{ q, channel, cursor, limit },
    eventId: eventId?.toLowerCase(),
    statuses: (status?.split(',') ?? []) as DeliveryStatus[],
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
  };
}
