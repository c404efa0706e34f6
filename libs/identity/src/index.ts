export {
  type AccessOptions,
  ACCESS_TOKEN_SCHEME,
  API_KEY_SCHEME,
  guarded,
  OrganizationAccess,
  Public,
  SignedIn,
} from './access/access.decorators';
export {
  type Actor,
  auditActorOf,
  EVENT_ROLES,
  type EventRole,
  ORGANIZATION_ROLES,
  type OrganizationRole,
} from './access/actor';
export { ActorsRepository } from './access/actors.repository';
export { ApiProblems } from './access/api-problems';
export { actorOf, CurrentActor } from './access/current-actor';
export { problemCatalogue, type ProblemCode } from './access/problem-catalogue';
export { API_KEY_SCOPES, type ApiKeyScope } from './domain/api-key-scopes';
export { readEmail } from './domain/email-input';
export { IdentityModule } from './identity.module';
export { User } from './user.entity';
export { UsersRepository } from './users.repository';
