import { HttpErrorResponse, provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { authInterceptor } from '../api/auth.interceptor';
import { Api } from '../api/generated/api';
import { listEvents } from '../api/generated/fn/events/list-events';
import { Session } from './session';

const user = { id: '1', email: 'ama@guests.test', name: 'Ama', organization: { id: '2', name: 'Ama', role: 'admin' } };

describe('the session', () => {
  let api: HttpTestingController;
  let session: Session;
  /** Lets promises go on between the requests of one flow. */
  const pause = (): Promise<void> => new Promise((resume) => setTimeout(resume));

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(withInterceptors([authInterceptor])),
        provideHttpClientTesting(),
        provideRouter([{ path: 'sign-in', children: [] }]),
      ],
    });
    api = TestBed.inject(HttpTestingController);
    session = TestBed.inject(Session);
    const signedIn = session.signIn({ email: user.email, password: 'three plain words' });
    api.expectOne('/v1/auth/login').flush({ accessToken: 'old', expiresIn: 900, user });
    await signedIn;
  });

  it('renews once for all requests that meet an expired token, and asks again with the new one', async () => {
    const both = Promise.all([1, 2].map(() => TestBed.inject(Api).invoke(listEvents, {})));
    for (const request of api.match('/v1/events')) request.flush({}, { status: 401, statusText: '' });
    await pause();
    api.expectOne('/v1/auth/refresh').flush({ accessToken: 'new', expiresIn: 900, user });
    await pause();
    const again = api.match('/v1/events');
    expect(again.map(({ request }) => request.headers.get('Authorization'))).toEqual(['Bearer new', 'Bearer new']);
    for (const request of again) request.flush({ items: [], nextCursor: null });
    expect((await both).map(({ items }) => items)).toEqual([[], []]);
    api.verify();
  });

  it('stays when the API is only away for a moment: nobody loses what they were writing', async () => {
    const events = TestBed.inject(Api).invoke(listEvents, {});
    api.expectOne('/v1/events').flush({}, { status: 401, statusText: '' });
    await pause();
    api.expectOne('/v1/auth/refresh').flush({}, { status: 503, statusText: '' });
    await expect(events).rejects.toBeInstanceOf(HttpErrorResponse);
    expect(session.user()?.name).toBe('Ama');
  });

  it('stays ended when somebody signs out while it is renewed', async () => {
    const events = TestBed.inject(Api).invoke(listEvents, {});
    api.expectOne('/v1/events').flush({}, { status: 401, statusText: '' });
    await pause();
    const out = session.signOut();
    await pause();
    const left = (): void => api.match('/v1/auth/logout').forEach((request) => request.flush(null));
    left();
    await pause();
    api.expectOne('/v1/auth/refresh').flush({ accessToken: 'new', expiresIn: 900, user });
    await pause();
    for (const request of api.match('/v1/events')) request.flush({ items: [], nextCursor: null });
    left();
    await Promise.all([out, events]);
    expect([session.user(), session.token]).toEqual([null, null]);
  });

  it('ends when the API says that it has ended', async () => {
    const events = TestBed.inject(Api).invoke(listEvents, {});
    api.expectOne('/v1/events').flush({}, { status: 401, statusText: '' });
    await pause();
    api.expectOne('/v1/auth/refresh').flush({}, { status: 401, statusText: '' });
    await expect(events).rejects.toMatchObject({ status: 401 });
    expect(session.user()).toBeNull();
  });
});
