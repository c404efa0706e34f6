import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting, type TestRequest } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { CurrentEvent } from '../../events/current-event';
import { Undo } from '../../shell/undo';
import { DraftShelf } from './draft-shelf';
import { ComposeStore } from './compose-store';

const event = { id: 'e1', name: 'Harbour evening', timeZone: 'Africa/Accra', role: 'owner', status: 'planned' };
const counted = (count: number, snapshot: string): object => ({
  ...{ count, total: 9, excluded: {}, exclusions: [], recentlyWritten: 0, asOf: '2026-11-22T10:00:00Z', snapshot },
});
const saved = {
  ...{ id: 'm1', eventId: 'e1', kind: 'broadcast', label: 'Doors', channel: 'email', audience: 'attending' },
  ...{ segmentId: null, templateId: null, subject: 'Doors', body: 'At six.', status: 'draft', sendAt: null },
  ...{ expiresAt: null, heldUntil: null, version: 1, warnings: [] },
};

describe('the message that is being written', () => {
  let api: HttpTestingController;
  let store: ComposeStore;
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 3; turn++) {
      TestBed.tick();
      await new Promise((resume) => setTimeout(resume));
    }
  };
  const one = (method: string, path: string): TestRequest =>
    api.expectOne(
      (request) => request.method === method && request.url.split('?')[0] === `/v1/events/e1/messages${path}`,
    );
  const countIs = async (count: number, snapshot: string): Promise<void> => {
    await settle();
    one('GET', '/recipient-count').flush(counted(count, snapshot));
    await settle();
  };
  const refuse = (request: TestRequest, code: string, more: object = {}): void =>
    request.flush({ code, title: code, detail: '', requestId: 'r1', ...more }, { status: 409, statusText: 'Conflict' });

  beforeEach(async () => {
    localStorage.clear();
    TestBed.configureTestingModule({
      providers: [
        ...[provideHttpClient(), provideHttpClientTesting(), CurrentEvent, ComposeStore],
        provideRouter([{ path: '**', children: [] }]),
      ],
    });
    api = TestBed.inject(HttpTestingController);
    TestBed.inject(CurrentEvent).choose('e1');
    await settle();
    api.expectOne('/v1/events/e1').flush(event);
    await settle();
    store = TestBed.inject(ComposeStore);
    await store.open(null, null);
    await countIs(4, 's1');
    store.change({ subject: 'Doors', body: 'At six.' });
    await settle();
  });

  it('says what stands in the way, and sends nothing while something does', async () => {
    store.change({ subject: '' });
    expect(store.button()).toEqual({ label: 'Write a subject to send', isBlocked: true });
    expect(await store.send()).toBe(false);
    api.expectNone(({ method }) => method === 'POST');
  });

  it('offers to send to nobody else than who was counted: another audience has no number until it is counted', async () => {
    store.change({ audience: 'maybe' });
    await settle();
    expect(store.button()).toEqual({ label: 'Counting guests…', isBlocked: true });
    await countIs(2, 's2');
    expect(store.button()).toEqual({ label: 'Send to 2 guests', isBlocked: false });
    store.count.reload();
    await settle();
    expect(store.button(), 'counted again').toEqual({ label: 'Send to 2 guests', isBlocked: false });
    await countIs(3, 's3');
    expect(store.button()).toEqual({ label: 'Send to 3 guests', isBlocked: false });
  });

  it('sends to the guests who were counted, holds it for ten seconds, and offers to undo', async () => {
    expect(store.button()).toEqual({ label: 'Send to 4 guests', isBlocked: false });
    const done = store.send();
    await settle();
    const request = one('POST', '');
    expect(request.request.body).toMatchObject({ mode: 'now', snapshot: 's1', holdSeconds: 10, subject: 'Doors' });
    request.flush({ ...saved, status: 'scheduled', heldUntil: '2026-11-22T10:00:10Z' });
    expect(await done).toBe(true);
    expect(TestBed.inject(Router).url).toBe('/events/e1/messages/m1');
    expect(TestBed.inject(Undo).current()).toMatchObject({ text: 'Sending to 4 guests', seconds: 10 });
  });

  it('tries again under the same key after the answer was lost, and under another when the words differ', async () => {
    const keys: (string | null)[] = [];
    for (const body of ['At six.', 'At six.', 'At seven.']) {
      store.change({ body });
      const done = store.send();
      await settle();
      const request = one('POST', '');
      keys.push(request.request.headers.get('Idempotency-Key'));
      request.error(new ProgressEvent('error'));
      expect(await done).toBe(false);
      expect(store.problem()?.code).toBe('OFFLINE');
    }
    expect(keys[0]).toBeTruthy();
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it('asks again when the audience has changed, and holds the second try to the new one', async () => {
    const first = store.send();
    await settle();
    refuse(one('POST', ''), 'AUDIENCE_CHANGED', { count: 5, snapshot: 's2', joined: { count: 1, guests: [] } });
    expect(await first).toBe(false);
    expect(store.button().label).toBe('Send to 5 guests');
    await countIs(5, 's3');
    const second = store.send();
    await settle();
    const request = one('POST', '');
    expect(request.request.body).toMatchObject({ snapshot: 's3' });
    request.flush({ ...saved, status: 'scheduled', heldUntil: '2026-11-22T10:00:10Z' });
    expect(await second).toBe(true);
    expect(store.problem()).toBeNull();
  });

  it('keeps what is not saved on this device, and finds it again', async () => {
    await new Promise((resume) => setTimeout(resume, 450));
    expect(store.savedAt()?.where).toBe('here');
    const later = TestBed.runInInjectionContext(() => new ComposeStore());
    await later.open(null, null);
    expect(later.draft()).toMatchObject({ subject: 'Doors', body: 'At six.' });
    expect(later.restoredAt()).not.toBeNull();
    later.startAfresh();
    expect(later.draft().body).toBe('');
  });

  it('a second press of “Save draft” waits for the first and goes on from its version', async () => {
    const both = [store.saveDraft(), store.saveDraft()];
    await settle();
    one('POST', '').flush(saved, { status: 201, statusText: 'Created' });
    await settle();
    const second = one('PATCH', '/m1');
    expect(second.request.body).toMatchObject({ version: 1 });
    second.flush({ ...saved, version: 2 });
    expect(await Promise.all(both)).toEqual([true, true]);
    expect(store.problem()).toBeNull();
  });

  it('keeps here what one goes on writing while it is saved, for the version that comes of it', async () => {
    const done = store.saveDraft();
    await settle();
    store.change({ body: 'At six, by the gate.' });
    one('POST', '').flush(saved, { status: 201, statusText: 'Created' });
    await done;
    expect(store.draft().body).toBe('At six, by the gate.');
    // the browser is closed in this moment
    expect(TestBed.inject(DraftShelf).find('e1', 'm1')).toMatchObject({
      version: 1,
      draft: { body: 'At six, by the gate.' },
    });
  });

  it('what is answered about the message before leaves the one that is open alone', async () => {
    const first = store.saveDraft();
    await settle();
    const late = one('POST', '');
    const opened = store.open('m2', null);
    await settle();
    one('GET', '/m2').flush({ ...saved, id: 'm2', body: 'Bring a chair.', version: 7 });
    await opened;
    late.flush(saved, { status: 201, statusText: 'Created' });
    await first;
    expect([store.message()?.id, store.draft().body]).toEqual(['m2', 'Bring a chair.']);
  });

  it('lets one choose when somebody else was faster: mine goes on from theirs, theirs replaces mine', async () => {
    const first = store.saveDraft();
    await settle();
    one('POST', '').flush(saved, { status: 201, statusText: 'Created' });
    await first;
    store.change({ body: 'At seven.' });
    const second = store.saveDraft();
    await settle();
    refuse(one('PATCH', '/m1'), 'STALE_VERSION');
    expect(await second).toBe(false);
    const settled = store.settle('mine');
    await settle();
    one('GET', '/m1').flush({ ...saved, body: 'At eight.', version: 2 });
    await settled;
    expect(store.draft().body).toBe('At seven.');
    const third = store.saveDraft();
    await settle();
    const request = one('PATCH', '/m1');
    expect(request.request.body).toMatchObject({ version: 2, body: 'At seven.' });
    request.flush({ ...saved, version: 3 });
    expect(await third).toBe(true);
  });
});
