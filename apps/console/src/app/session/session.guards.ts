import { inject } from '@angular/core';
import { type CanActivateFn, Router } from '@angular/router';
import { Session } from './session';

/** Whether there is a session to go on with; when the API cannot say, there is none that would help. */
const isSignedIn = async (session: Session): Promise<boolean> =>
  session.user() !== null || session.renew().catch(() => false);

/** Lets signed-in people through; others sign in first and come back here. */
export const signedIn: CanActivateFn = async (_route, state) => {
  const session = inject(Session);
  const router = inject(Router);
  if (await isSignedIn(session)) return true;
  return router.createUrlTree(['/sign-in'], { queryParams: state.url === '/' ? {} : { next: state.url } });
};

/** Pages that support staff do not have: they land on the delivery audit. */
export const organizers: CanActivateFn = () =>
  inject(Session).isSupport() ? inject(Router).createUrlTree(['/deliveries']) : true;

/** The sign-in pages are for people who are not signed in. */
export const signedOut: CanActivateFn = async () => {
  const session = inject(Session);
  const router = inject(Router);
  return (await isSignedIn(session)) ? router.createUrlTree(['/']) : true;
};
