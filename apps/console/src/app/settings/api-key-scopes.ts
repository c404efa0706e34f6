import type { ApiKeyScope } from '../api/generated/models';

/** What a key may be allowed to do, in words. */
export const API_KEY_SCOPES: readonly { readonly key: ApiKeyScope; readonly word: string }[] = [
  { key: 'events:read', word: 'Read events' },
  { key: 'events:write', word: 'Change events' },
  { key: 'guests:read', word: 'Read guests' },
  { key: 'guests:write', word: 'Change and import guests' },
  { key: 'messages:read', word: 'Read messages' },
  { key: 'messages:write', word: 'Write and send messages' },
  { key: 'deliveries:read', word: 'Read deliveries' },
  { key: 'templates:read', word: 'Read templates' },
  { key: 'templates:write', word: 'Change templates' },
  { key: 'schedules:read', word: 'Read send schedules' },
  { key: 'schedules:write', word: 'Change send schedules' },
  { key: 'suppressions:read', word: 'Read suppressions' },
  { key: 'suppressions:write', word: 'Add suppressions' },
  { key: 'inbound:write', word: 'Report events from outside' },
];
