import type { Migration } from '@mikro-orm/migrations';
import { Migration20261121000001Foundation } from './20261121000001-foundation';
import { Migration20261122000002Receipts } from './20261122000002-receipts';

type MigrationClass = new (...args: ConstructorParameters<typeof Migration>) => Migration;

/** Every migration in order. A file that is not listed here does not exist (a test compares the list with the folder). */
export const migrations: { name: string; class: MigrationClass }[] = [
  { name: '20261121000001-foundation', class: Migration20261121000001Foundation },
  { name: '20261122000002-receipts', class: Migration20261122000002Receipts },
];
