import { type AuditActor, type AuditAction, AuditLog, Clock, Transactions, Unauthenticated } from '@beckon/core';
import { Injectable } from '@nestjs/common';
import { ACCESS_TOKEN_SECONDS, decideRefresh, refreshTokenEnd, sessionEnd } from '../domain/session-rules';
import { type Profile, UsersRepository } from '../users.repository';
import { AccessTokens } from './access-tokens';
import { hashOfToken, newSecretToken } from './secret-token';
import { type ClaimedToken, SessionsRepository } from './sessions.repository';

/** Where a request came from, for the audit log. */
export interface Caller {
  readonly ip: string | null;
  readonly requestId: string | null;
}

/** What a sign-in or a refresh gives. */
export interface Session {
  readonly accessToken: string;
  /** Of the access token, in seconds. */
  readonly expiresIn: number;
  readonly user: Profile;
  readonly refreshToken: string;
  readonly refreshTokenExpiresAt: Date;
}

interface Issued {
  readonly userId: string;
  readonly sessionId: string;
  readonly refreshToken: string;
  readonly refreshTokenExpiresAt: Date;
}

/** Starts, renews and ends sessions. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly users: UsersRepository,
    private readonly tokens: AccessTokens,
    private readonly transactions: Transactions,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Starts a session for somebody who has just signed in, and records it. */
  async signIn(userId: string, caller: Caller): Promise<Session> {
    return this.begin(userId, async () => {
      const { organization } = await this.users.getProfile(userId);
      await this.record(organization.id, { kind: 'user', id: userId, ...caller }, 'session.started', userId);
    });
  }

  /** Starts a session for somebody whose account was just made. */
  async start(userId: string): Promise<Session> {
    return this.begin(userId, () => Promise.resolve());
  }

  /**
   * Trades a refresh token for a new one and an access token.
   *
   * @param refreshToken from the cookie, or null without one
   * @throws Unauthenticated when it is missing, unknown, over or used before; in the last case the session is ended
   */
  async refresh(refreshToken: string | null, caller: Caller): Promise<Session> {
    const issued =
      refreshToken === null ? null : await this.transactions.run(() => this.rotate(hashOfToken(refreshToken), caller));
    if (issued === null) throw new Unauthenticated('Your session has ended. Sign in again.');
    return this.toSession(issued);
  }

  /** Ends the session a refresh token belongs to; unknown ones are nothing to end. */
  async end(refreshToken: string | null, caller: Caller): Promise<void> {
    if (refreshToken === null) return;
    await this.transactions.run(async () => {
      const token = await this.sessions.claim(hashOfToken(refreshToken));
      if (token === null || token.sessionRevokedAt !== null) return;
      await this.sessions.revoke(token.sessionId);
      const { userId, organizationId } = token;
      if (organizationId === null) return;
      await this.record(organizationId, { kind: 'user', id: userId, ...caller }, 'session.ended', userId);
    });
  }

  private async begin(userId: string, recorded: () => Promise<void>): Promise<Session> {
    const now = this.clock.now();
    const refreshToken = newSecretToken();
    const familyExpiresAt = sessionEnd(now);
    const refreshTokenExpiresAt = refreshTokenEnd(now, familyExpiresAt);
    const sessionId = await this.transactions.run(async () => {
      await recorded();
      return this.sessions.start(userId, hashOfToken(refreshToken), refreshTokenExpiresAt, familyExpiresAt);
    });
    return this.toSession({ userId, sessionId, refreshToken, refreshTokenExpiresAt });
  }

  private async rotate(tokenHash: Buffer, caller: Caller): Promise<Issued | null> {
    const now = this.clock.now();
    const token = await this.sessions.claim(tokenHash);
    const decision = decideRefresh(token, now);
    if (token === null || token.organizationId === null || decision === 'refuse') return null;
    if (decision === 'revoke') {
      await this.endStolen(token, token.organizationId, caller);
      return null;
    }
    const refreshToken = newSecretToken();
    const refreshTokenExpiresAt = refreshTokenEnd(now, token.familyExpiresAt);
    await this.sessions.rotate(token, now, hashOfToken(refreshToken), refreshTokenExpiresAt);
    return { userId: token.userId, sessionId: token.sessionId, refreshToken, refreshTokenExpiresAt };
  }

  private async endStolen(token: ClaimedToken, organizationId: string, caller: Caller): Promise<void> {
    await this.sessions.revoke(token.sessionId);
    const detail = { sessionId: token.sessionId };
    const actor = { kind: 'system', id: null, ...caller } as const;
    await this.record(organizationId, actor, 'session.reuse_detected', token.userId, detail);
  }

  private async record(
    organizationId: string,
    actor: AuditActor,
    action: AuditAction,
    userId: string,
    detail: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    await this.audit.record({ organizationId, actor, action, subjectType: 'user', subjectId: userId, detail });
  }

  private async toSession(issued: Issued): Promise<Session> {
    return {
      accessToken: await this.tokens.sign(issued.userId, issued.sessionId, ACCESS_TOKEN_SECONDS),
      expiresIn: ACCESS_TOKEN_SECONDS,
      user: await this.users.getProfile(issued.userId),
      refreshToken: issued.refreshToken,
      refreshTokenExpiresAt: issued.refreshTokenExpiresAt,
    };
  }
}
