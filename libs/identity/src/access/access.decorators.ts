import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension, ApiSecurity } from '@nestjs/swagger';
import type { AccessRule, OrganizationNeed } from '../domain/access-decision';
import type { ApiKeyScope } from '../domain/api-key-scopes';
import { ApiProblems } from './api-problems';

/** Where the rule of a route is kept; the guard and the check at boot read it. */
export const ACCESS_RULE = 'beckon:access-rule';

/** Names of the two security schemes in the OpenAPI document. */
export const ACCESS_TOKEN_SCHEME = 'accessToken';
export const API_KEY_SCHEME = 'apiKey';

export interface AccessOptions {
  /** The scope that lets an API key in. Without it no API key gets in. */
  readonly apiKeyScope?: ApiKeyScope;
}

/** Anybody, without signing in. */
export function Public(): MethodDecorator {
  return applyDecorators(
    SetMetadata(ACCESS_RULE, { kind: 'public' } satisfies AccessRule),
    ApiExtension('x-access', { need: 'public' }),
  );
}

/** Anybody who is signed in; what exactly they see is decided further in. */
export function SignedIn({ apiKeyScope }: AccessOptions = {}): MethodDecorator {
  return applyDecorators(
    guarded({ kind: 'signed_in', apiKeyScope: apiKeyScope ?? null }, 'signed_in'),
    ApiProblems('FORBIDDEN'),
  );
}

/** People with a role in their organization: `member` = member or admin, `reader` = also support. */
export function OrganizationAccess(need: OrganizationNeed, { apiKeyScope }: AccessOptions = {}): MethodDecorator {
  return applyDecorators(
    guarded({ kind: 'organization', need, apiKeyScope: apiKeyScope ?? null }, `organization:${need}`),
    ApiProblems('FORBIDDEN'),
  );
}

/**
 * The signed-in part of an access decorator, for libs that add a check of their own after it.
 *
 * @param documentedAs the value of `x-access.need` in the OpenAPI document
 */
export function guarded(rule: Exclude<AccessRule, { kind: 'public' }>, documentedAs: string): MethodDecorator {
  const { apiKeyScope } = rule;
  return applyDecorators(
    SetMetadata(ACCESS_RULE, rule),
    ApiBearerAuth(ACCESS_TOKEN_SCHEME),
    ...(apiKeyScope === null ? [] : [ApiSecurity(API_KEY_SCHEME, [apiKeyScope])]),
    ApiExtension('x-access', { need: documentedAs, apiKeyScope }),
    ApiProblems('UNAUTHENTICATED'),
  );
}
