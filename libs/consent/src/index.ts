export { ConsentModule } from './consent.module';
export {
  covers,
  coveringReason,
  type SendAttempt,
  type StandingSuppression,
  type SuppressionChannel,
  type SuppressionClass,
  type SuppressionReason,
  type SuppressionScope,
} from './domain/suppression-rule';
export { standingSuppressionsSql, suppressedSinceSql, suppressedSql, type SuppressedSqlInput } from './suppressed-sql';
export { readSuppressedAddress } from './suppression-address';
export { Suppression } from './suppression.entity';
export { type InsertedSuppression, type LiftSelection, type NewSuppression } from './suppressions.repository';
export { type SuppressionRequest, SuppressionsService } from './suppressions.service';
