import type { HttpInterceptorFn } from '@angular/common/http';
import { HttpErrorResponse } from '@angular/common/http';
import { inject } from '@angular/core';
import { catchError, from, switchMap, throwError } from 'rxjs';
import { Session } from '../session/session';

/** Signs requests to the API and renews an expired token once, silently, for all requests that meet it. */
export const authInterceptor: HttpInterceptorFn = (request, next) => {
  const session = inject(Session);
  if (!request.url.startsWith('/v1/') || request.url.startsWith('/v1/auth/')) return next(request);
  const sign = (): typeof request => {
    const token = session.token;
    return token === null ? request : request.clone({ setHeaders: { Authorization: `Bearer ${token}` } });
  };
  return next(sign()).pipe(
    catchError((error: unknown) => {
      if (!(error instanceof HttpErrorResponse) || error.status !== 401) return throwError(() => error);
      return from(session.renew()).pipe(
        switchMap((isSignedIn) => {
          if (isSignedIn) return next(sign());
          session.lost();
          return throwError(() => error);
        }),
      );
    }),
  );
};
