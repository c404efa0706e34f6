import { HttpErrorResponse } from '@angular/common/http';
import { computed, inject, Injectable, signal } from '@angular/core';
import { Router } from '@angular/router';
import { Api } from '../api/generated/api';
import { acceptInvitation } from '../api/generated/fn/sign-in/accept-invitation';
import { login } from '../api/generated/fn/sign-in/login';
import { logout } from '../api/generated/fn/sign-in/logout';
import { refresh } from '../api/generated/fn/sign-in/refresh';
import { register } from '../api/generated/fn/sign-in/register';
import type { AcceptInvitationDto, LoginDto, ProfileDto, RegisterDto, SessionDto } from '../api/generated/models';

/**
 * Who is signed in. The access token lives in memory only; the refresh token is a cookie that no script can read, so a
 * reload asks for a new access token.
 */
@Injectable({ providedIn: 'root' })
export class Session {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly person = signal<ProfileDto | null>(null);
  private accessToken: string | null = null;
  private renewing: Promise<boolean> | null = null;

  readonly user = this.person.asReadonly();
  readonly role = computed(() => this.person()?.organization.role ?? null);
  /** Support staff see the delivery audit and nothing else. */
  readonly isSupport = computed(() => this.role() === 'support');
  readonly isAdmin = computed(() => this.role() === 'admin');

  get token(): string | null {
    return this.accessToken;
  }

  async signIn(body: LoginDto): Promise<void> {
    this.open(await this.api.invoke(login, { body }));
  }

  async register(body: RegisterDto): Promise<void> {
    this.open(await this.api.invoke(register, { body }));
  }

  async accept(body: AcceptInvitationDto): Promise<void> {
    this.open(await this.api.invoke(acceptInvitation, { body }));
  }

  async signOut(): Promise<void> {
    // the answer to a renewal that is under way would sign in again
    await this.renewing?.catch(() => false);
    await this.api.invoke(logout, {}).catch(() => undefined);
    this.close();
    await this.router.navigateByUrl('/sign-in');
  }

  /**
   * Gets a new access token with the cookie; one request, however many ask. Rejects when the API could not say (offline,
   * starting again): the session and what is on the page stay.
   *
   * @returns whether somebody is signed in
   */
  renew(): Promise<boolean> {
    this.renewing ??= this.inTurn(async () => {
      try {
        this.open(await this.api.invoke(refresh, {}));
        return true;
      } catch (error) {
        if (!(error instanceof HttpErrorResponse) || error.status !== 401) throw error;
        this.close();
        return false;
      }
    }).finally(() => (this.renewing = null));
    return this.renewing;
  }

  /** The session ended while somebody was working: to the sign-in page and back. */
  lost(): void {
    this.close();
    const here = this.router.url;
    if (!/^\/(sign-in|register|accept-invitation)\b/.test(here))
      void this.router.navigate(['/sign-in'], { queryParams: { next: here } });
  }

  /** After a change of one's own name. */
  rename(name: string): void {
    this.person.update((user) => (user === null ? null : { ...user, name }));
  }

  private open(session: SessionDto): void {
    this.accessToken = session.accessToken;
    this.person.set(session.user);
  }

  private close(): void {
    this.accessToken = null;
    this.person.set(null);
  }

  /** The refresh token rotates: two tabs that renew at once take turns. */
  private async inTurn(work: () => Promise<boolean>): Promise<boolean> {
    if (!('locks' in navigator)) return work();
    return navigator.locks.request('beckon-renew', work);
  }
}
