export { emailKeyOf, type EmailAddress, parseEmailAddress } from './addresses/email-address';
export { parsePhoneNumber } from './addresses/phone-number';
export { isUsNumber, NOT_US_AREA_CODES } from './addresses/us-number';
export { AUDIT_ACTIONS, type AuditAction } from './audit/audit-actions';
export { AuditLog, type AuditActor, type AuditEntry } from './audit/audit-log';
export { Clock } from './clock/clock';
export { accentOrDefault, contrast, readableOn } from './colours/readable-colour';
export {
  Config,
  loadConfig,
  type MailSender,
  type MailSettings,
  REGISTRATION_MODES,
  type RegistrationMode,
  type ResendSettings,
  type SesSettings,
  type SmtpSettings,
} from './config/config';
export { InvalidEnvironment } from './config/environment';
export { type TwilioSettings } from './config/twilio-settings';
export { CoreModule } from './core.module';
export { databaseOptions } from './database/database-options';
export { keptPlan } from './database/kept-plans';
export { isLostRace, Transactions } from './database/transactions';
export { DomainError, type DomainErrorDetails, type ErrorKind, type FieldProblem } from './errors/domain-error';
export {
  AlreadyExists,
  Forbidden,
  InvalidTimeZone,
  NotFound,
  RateLimited,
  StaleVersion,
  Unauthenticated,
  ValidationFailed,
} from './errors/shared.errors';
export { escapeHtml } from './html/escape-html';
export { IsPlainLine, IsPlainText, plainLineFault, plainTextFault } from './http/plain-line';
export { FieldProblemDto, ProblemDto } from './http/problem.dto';
export { ProblemFilter } from './http/problem.filter';
export { isUuid, UuidParam } from './http/uuid-param.pipe';
export { InputPipe } from './http/validation.pipe';
export { requestIdFor } from './logging/logging.module';
export { decodeCursor, DEFAULT_PAGE_SIZE, encodeCursor, MAX_PAGE_SIZE, type Page, toPage } from './paging/cursor';
export { PageQueryDto } from './paging/page-query.dto';
export { Bell, type BellJob, type RingOptions } from './queue/bell';
export { LocalBell } from './queue/local.bell';
export { DISPATCH_QUEUE, URGENT_QUEUE } from './queue/queues';
export {
  isLocalTime,
  isTimeZone,
  type LocalTime,
  resolveDerived,
  type ResolvedTime,
  resolveTyped,
  shiftDays,
  type TimeResolution,
  wallTimeOf,
} from './time/local-time';
export { type LinkPurpose, type LinkSubject, readLink, signLink } from './links/signed-link';
export { metrics, timeRequests } from './ops/metrics';
export { startOpsServer } from './ops/ops-server';
export { drainConnections } from './process/drain-connections';
export { within } from './process/within';
export { runRole, stopCleanly } from './process/role';
