import { Component, signal } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { SearchField } from './search-field';

@Component({
  imports: [SearchField],
  template: `<beckon-search-field label="Find" [text]="q()" (textChange)="asked.push($event)" />`,
})
class Page {
  readonly q = signal('');
  readonly asked: string[] = [];
}

describe('a search field', () => {
  let fixture: ComponentFixture<Page>;
  const field = (): HTMLInputElement => (fixture.nativeElement as HTMLElement).querySelector('input')!;
  const type = (text: string): void => {
    field().value = text;
    field().dispatchEvent(new Event('input'));
  };
  const pass = async (ms: number): Promise<void> => {
    await vi.advanceTimersByTimeAsync(ms);
    fixture.detectChanges();
  };
  beforeEach(() => {
    vi.useFakeTimers();
    fixture = TestBed.createComponent(Page);
    fixture.detectChanges();
  });
  afterEach(() => {
    fixture.destroy();
    vi.useRealTimers();
  });

  it('asks when one pauses, and leaves the space at which one has paused', async () => {
    type('Ama ');
    await pass(300);
    expect(fixture.componentInstance.asked).toEqual(['Ama']);
    expect(field().value).toBe('Ama ');
  });

  it('loses no letter when the address follows while one goes on typing', async () => {
    type('Am');
    await pass(300);
    type('Ama');
    fixture.componentInstance.q.set('Am');
    await pass(50);
    expect(field().value).toBe('Ama');
    await pass(300);
    expect(fixture.componentInstance.asked).toEqual(['Am', 'Ama']);
  });

  it('shows what is searched for when that comes from elsewhere', async () => {
    type('Ama');
    await pass(300);
    fixture.componentInstance.q.set('Kofi');
    await pass(0);
    expect(field().value).toBe('Kofi');
    fixture.componentInstance.q.set('');
    await pass(0);
    expect(field().value).toBe('');
  });

  it('asks nothing after it has gone', async () => {
    type('Ama');
    fixture.destroy();
    await vi.advanceTimersByTimeAsync(300);
    expect(fixture.componentInstance.asked).toEqual([]);
  });
});
