import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Session } from '../session/session';
import { ServiceState } from './service-state';

const ana = { id: 'ana' };

describe('the state of the service', () => {
  let api: HttpTestingController;
  const user = signal<{ id: string } | null>(ana);
  const asked = () => api.match('/v1/status/gaps');
  const pass = async (ms: number): Promise<void> => {
    TestBed.tick();
    await vi.advanceTimersByTimeAsync(ms);
  };
  beforeEach(() => {
    vi.useFakeTimers();
    user.set(ana);
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), { provide: Session, useValue: { user } }],
    });
    api = TestBed.inject(HttpTestingController);
  });
  afterEach(() => vi.useRealTimers());

  it('is asked while somebody is signed in, and never takes anybody from the page on which they make an account', async () => {
    const state = TestBed.inject(ServiceState);
    await pass(0);
    asked()[0].flush({ items: [{}] });
    await pass(0);
    expect(state.words()).toBe('One gap');
    await pass(60_000);
    expect(asked().length).toBe(1);
    user.set({ ...ana });
    await pass(0);
    expect(asked(), 'a renewed session is the same person').toEqual([]);
    user.set(null);
    await pass(180_000);
    expect(asked()).toEqual([]);
    expect(state.words()).toBe('Status');
  });

  it('an answer for whoever was signed in before is not shown to the next', async () => {
    const state = TestBed.inject(ServiceState);
    await pass(0);
    const [first] = asked();
    user.set({ id: 'ben' });
    await pass(0);
    first.flush({ items: [{}, {}] });
    await pass(0);
    expect(state.words()).toBe('Status');
  });
});
