import { MikroOrmModule } from '@mikro-orm/nestjs';
import { Config } from '@beckon/core';
import { Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { PassportModule } from '@nestjs/passport';
import { AccessGuard } from './access/access.guard';
import { AccessTokenGuard } from './access/access-token.guard';
import { ActorsRepository } from './access/actors.repository';
import { JwtStrategy } from './access/jwt.strategy';
import { RoutesAreGuarded } from './access/routes-are-guarded';
import { ApiKeysController } from './api-keys/api-keys.controller';
import { ApiKeysRepository } from './api-keys/api-keys.repository';
import { ApiKeysService } from './api-keys/api-keys.service';
import { AuditEntriesController } from './audit/audit-entries.controller';
import { AuditEntriesRepository } from './audit/audit-entries.repository';
import { AuditEntriesService } from './audit/audit-entries.service';
import { AcceptancesService } from './organizations/acceptances.service';
import { MembersController } from './organizations/members.controller';
import { MembersRepository } from './organizations/members.repository';
import { MembersService } from './organizations/members.service';
import { OrganizationsController } from './organizations/organizations.controller';
import { OrganizationsRepository } from './organizations/organizations.repository';
import { OrganizationsService } from './organizations/organizations.service';
import { ProfilesController } from './organizations/profiles.controller';
import { ProfilesService } from './organizations/profiles.service';
import { AccessTokens } from './sign-in/access-tokens';
import { AttemptsService } from './sign-in/attempts.service';
import { LocalStrategy } from './sign-in/local.strategy';
import { PasswordHasher } from './sign-in/password-hasher';
import { PasswordsService } from './sign-in/passwords.service';
import { RefreshCookie } from './sign-in/refresh-cookie';
import { RegistrationsRepository } from './sign-in/registrations.repository';
import { RegistrationsService } from './sign-in/registrations.service';
import { SessionsRepository } from './sign-in/sessions.repository';
import { SessionsService } from './sign-in/sessions.service';
import { SignInController } from './sign-in/sign-in.controller';
import { ThrottleRepository } from './sign-in/throttle.repository';
import { User } from './user.entity';
import { UsersRepository } from './users.repository';

/** Organizations, people, sign-in, API keys; and the guard that stands before every route of the whole application. */
@Module({
  imports: [
    MikroOrmModule.forFeature([User]),
    PassportModule,
    DiscoveryModule,
    JwtModule.registerAsync({ inject: [Config], useFactory: ({ jwtSecret }: Config) => ({ secret: jwtSecret }) }),
  ],
  controllers: [
    SignInController,
    ProfilesController,
    OrganizationsController,
    MembersController,
    ApiKeysController,
    AuditEntriesController,
  ],
  providers: [
    { provide: APP_GUARD, useClass: AccessGuard },
    RoutesAreGuarded,
    AccessTokenGuard,
    ActorsRepository,
    JwtStrategy,
    ApiKeysRepository,
    ApiKeysService,
    AuditEntriesRepository,
    AuditEntriesService,
    AcceptancesService,
    MembersRepository,
    MembersService,
    OrganizationsRepository,
    OrganizationsService,
    ProfilesService,
    AccessTokens,
    AttemptsService,
    LocalStrategy,
    PasswordHasher,
    PasswordsService,
    RefreshCookie,
    RegistrationsRepository,
    RegistrationsService,
    SessionsRepository,
    SessionsService,
    ThrottleRepository,
    UsersRepository,
  ],
  exports: [ActorsRepository, UsersRepository],
})
export class IdentityModule {}
