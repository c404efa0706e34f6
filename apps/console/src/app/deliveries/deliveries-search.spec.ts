import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { DeliveriesSearch } from './deliveries-search';

@Component({ imports: [DeliveriesSearch], template: '<beckon-deliveries-search />' })
class Page {}

const answer = (messageId: string, more: object): object => ({
  ...{ messageId, messageLabel: `Message ${messageId}`, eventName: 'Harbour evening', guestName: 'Ama Mensah' },
  ...{ deliveryId: `d-${messageId}`, channel: 'email', answer: 'yes', sentence: 'Yes: delivered at 09:02' },
  ...more,
});
const people = [
  {
    name: 'Ama Mensah',
    guests: [{ guestId: 'g1', eventId: 'e1', eventName: 'Harbour evening', email: 'ama@guests.test', phone: null }],
    answers: [
      answer('m1', {}),
      answer('m2', { answer: 'no', sentence: 'No: unsubscribed on 3 Nov', channel: 'sms' }),
      answer('m3', { answer: 'no', deliveryId: null, sentence: 'No: was not in the audience' }),
    ],
  },
  { name: 'Ama Badu', guests: [{ guestId: 'g2', email: null, phone: null }], answers: [] },
];

describe('the search of the audit', () => {
  let harness: RouterTestingHarness;
  let api: HttpTestingController;
  const page = (): HTMLElement => harness.routeNativeElement!;
  const text = (): string => page().textContent.replace(/\s+/g, ' ');
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 4; turn++) {
      await new Promise((resume) => setTimeout(resume));
      harness.detectChanges();
    }
  };
  const open = async (address: string): Promise<void> => {
    await harness.navigateByUrl(address);
    await settle();
  };
  const found = async (): Promise<void> => {
    api
      .expectOne(({ url }) => url.startsWith('/v1/search'))
      .flush({ people, messages: [], events: [], hasMorePeople: false });
    await settle();
  };

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        ...[provideHttpClient(), provideHttpClientTesting()],
        provideRouter([{ path: 'deliveries', component: Page }]),
      ],
    });
    api = TestBed.inject(HttpTestingController);
    harness = await RouterTestingHarness.create();
  });

  it('shows each person with the answer of every message in the row', async () => {
    await open('/deliveries?q=ama');
    await found();
    expect(page().querySelectorAll('section.person').length).toBe(2);
    expect(text()).toContain('Delivered at 09:02');
    expect(text()).toContain('Unsubscribed on 3 Nov');
    expect(text()).toContain('No message has been planned for them.');
  });

  it('a pill and the channel leave only what fits, and count what there is', async () => {
    await open('/deliveries?q=ama&answer=no');
    await found();
    expect(text()).not.toContain('Delivered at 09:02');
    expect(text()).toContain('Was not in the audience');
    const pills = [...page().querySelectorAll('beckon-pills button')].map(({ textContent }) =>
      textContent.replace(/\s+/g, ' ').trim(),
    );
    expect(pills).toContain('All 3');
    expect(pills).toContain('No 2');
    await open('/deliveries?q=ama&answer=no&channel=sms');
    expect(text()).toContain('Unsubscribed on 3 Nov');
    expect(text()).not.toContain('Was not in the audience');
  });

  it('a guest who was never in the audience has an answer, but no delivery to open', async () => {
    await open('/deliveries?q=ama');
    await found();
    const rows = [...page().querySelectorAll<HTMLButtonElement>('[data-row]')];
    expect(rows.map(({ disabled }) => disabled)).toEqual([false, false, true]);
  });

  it('without words the latest deliveries are asked for, of the period that is chosen', async () => {
    await open('/deliveries?days=7');
    const [request] = api.match(({ url }) => url.startsWith('/v1/deliveries'));
    const from = new URL(request.request.urlWithParams, 'http://x').searchParams.get('from')!;
    expect(Math.round((Date.now() - Date.parse(from)) / 86_400_000)).toBe(7);
    request.flush({ items: [{ ...answer('m1', {}), id: 'd1' }], nextCursor: null });
    await settle();
    expect(text()).toContain('Ama Mensah');
  });

  it('of one event only that is asked for, whatever words are looked for, and the choice stays in the address', async () => {
    await open('/deliveries?event=e7&q=ama');
    api.expectNone(({ url }) => url.startsWith('/v1/search'));
    const [request] = api.match(({ url }) => url.startsWith('/v1/deliveries'));
    const asked = new URL(request.request.urlWithParams, 'http://x').searchParams;
    expect([asked.get('eventId'), asked.get('q')]).toEqual(['e7', 'ama']);
    request.flush({
      items: [{ ...answer('m1', {}), id: 'd1', eventId: 'e7', eventName: 'Garden party' }],
      nextCursor: null,
    });
    api
      .expectOne(({ url }) => url.startsWith('/v1/events'))
      .flush({ items: [{ id: 'e1', name: 'Harbour evening' }], nextCursor: null });
    await settle();
    const choice = page().querySelector<HTMLSelectElement>('select[aria-label="Event"]')!;
    expect([...choice.options].map(({ text: word }) => word)).toEqual(['Any event', 'Garden party', 'Harbour evening']);
    expect(choice.selectedOptions[0].text).toBe('Garden party');
    choice.value = 'e1';
    choice.dispatchEvent(new Event('change'));
    await settle();
    expect(TestBed.inject(Router).url).toContain('event=e1');
  });

  it('an event that is found by its name can be looked at as a whole', async () => {
    await open('/deliveries?q=garden');
    api
      .expectOne(({ url }) => url.startsWith('/v1/search'))
      .flush({ people: [], messages: [], events: [{ id: 'e7', name: 'Garden party' }], hasMorePeople: false });
    await settle();
    [...page().querySelectorAll('a')].find(({ textContent }) => textContent === 'Garden party')!.click();
    await settle();
    expect(TestBed.inject(Router).url).toBe('/deliveries?event=e7');
  });

  it('one letter is not enough to look for people', async () => {
    await open('/deliveries?q=a');
    api.expectNone(({ url }) => url.startsWith('/v1/search'));
    expect(api.match(({ url }) => url.startsWith('/v1/deliveries')).length).toBe(1);
  });
});
