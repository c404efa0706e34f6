import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import type { GuestDto } from '../api/generated/models';
import { CurrentEvent } from '../events/current-event';
import { GuestForm } from './guest-form';

const ama = { id: 'g1', name: 'Ama Mensah', rsvpStatus: 'pending', plusOnes: 0, tags: [] } as unknown as GuestDto;
const kofi = { ...ama, id: 'g2', name: 'Kofi Owusu' };

describe('the form of a guest', () => {
  let fixture: ComponentFixture<GuestForm>;
  let done: (GuestDto | null)[];
  const name = (): HTMLInputElement => (fixture.nativeElement as HTMLElement).querySelector('input')!;
  const write = async (text: string): Promise<void> => {
    name().value = text;
    name().dispatchEvent(new Event('input'));
    await fixture.whenStable();
  };
  const stands = async (guest: GuestDto | null): Promise<void> => {
    fixture.componentRef.setInput('guest', guest);
    await fixture.whenStable();
  };

  beforeEach(async () => {
    TestBed.configureTestingModule({ providers: [provideHttpClient(), provideHttpClientTesting(), CurrentEvent] });
    fixture = TestBed.createComponent(GuestForm);
    done = [];
    fixture.componentInstance.done.subscribe((guest) => done.push(guest));
    await stands(ama);
  });

  it('keeps what is being written when the list around it is read again, and begins anew with another guest', async () => {
    await write('Ama Badu');
    await stands({ ...ama, rsvpStatus: 'attending' });
    expect(name().value).toBe('Ama Badu');
    await stands(kofi);
    expect(name().value).toBe('Kofi Owusu');
  });

  it('does not close on whoever has opened another guest while it was saved', async () => {
    const request = (): void => {
      (fixture.nativeElement as HTMLElement).querySelector('form')!.dispatchEvent(new Event('submit'));
    };
    const answer = async (guest: GuestDto): Promise<void> => {
      TestBed.inject(HttpTestingController)
        .expectOne(({ url }) => url.endsWith(`/guests/${guest.id}`))
        .flush(guest);
      await new Promise((resume) => setTimeout(resume));
    };
    request();
    await stands(kofi);
    await answer(ama);
    expect(done).toEqual([]);
    await fixture.whenStable();
    request();
    await answer(kofi);
    expect(done).toEqual([kofi]);
  });
});
