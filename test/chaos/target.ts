import type { ProviderDouble } from './doubles/provider-double';
import type { RoleProcess } from './role-process';

/** Workers that can be hit, and the providers that see where they are. */
export interface Target {
  readonly name: string;
  readonly providers: readonly ProviderDouble[];
  readonly workers: readonly RoleProcess[];
  /** As long as it takes until a dead worker's deliveries are taken over. */
  readonly leaseMs: number;
  /** How often a process was refused a connection to PostgreSQL. */
  readonly refusedConnections: number;
}
