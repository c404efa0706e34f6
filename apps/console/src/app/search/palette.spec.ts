import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { HeldKeys } from './held-keys';
import { Palette } from './palette';

const found = (id: string): object => ({
  ...{ people: [], messages: [], hasMorePeople: false },
  events: [{ id, name: `Event ${id}` }],
});

describe('the palette', () => {
  let fixture: ComponentFixture<Palette>;
  let api: HttpTestingController;
  let gone: string[];
  const field = (): HTMLInputElement => (fixture.nativeElement as HTMLElement).querySelector('input')!;
  const type = (text: string): void => {
    field().value = text;
    field().dispatchEvent(new Event('input'));
  };
  const enter = (): boolean => field().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
  const pass = async (ms: number): Promise<void> => {
    await vi.advanceTimersByTimeAsync(ms);
    fixture.detectChanges();
  };
  const answer = async (q: string, id: string): Promise<void> => {
    api.expectOne((request) => request.urlWithParams === `/v1/search?q=${q}`).flush(found(id));
    await pass(0);
  };
  beforeEach(async () => {
    vi.useFakeTimers();
    Element.prototype.scrollIntoView = () => undefined; // jsdom has none
    TestBed.configureTestingModule({
      providers: [
        ...[provideHttpClient(), provideHttpClientTesting(), provideRouter([])],
        { provide: DialogRef, useValue: { close: () => undefined } },
        { provide: DIALOG_DATA, useFactory: () => new HeldKeys() },
      ],
    });
    gone = [];
    vi.spyOn(TestBed.inject(Router), 'navigateByUrl').mockImplementation((url) => {
      gone.push(String(url));
      return Promise.resolve(true);
    });
    api = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(Palette);
    fixture.componentInstance['held'].release();
    await pass(0);
  });
  afterEach(() => {
    fixture.destroy();
    vi.useRealTimers();
  });

  it('Enter goes to what is written, and not to what was found for its beginning', async () => {
    type('ha');
    await pass(200);
    await answer('ha', 'hall');
    type('harbour');
    enter();
    expect(gone).toEqual([]);
    await pass(0);
    await answer('harbour', 'harbour');
    expect(gone).toEqual(['/events/harbour']);
  });

  it('Enter before anything was found waits for it; another letter means that one goes on writing', async () => {
    type('ha');
    enter();
    type('har');
    await pass(200);
    await answer('har', 'harp');
    expect(gone).toEqual([]);
    enter();
    expect(gone).toEqual(['/events/harp']);
  });

  it('a place that is shown is gone to at once', () => {
    type('templ');
    fixture.detectChanges();
    enter();
    expect(gone).toEqual(['/templates']);
  });
});
