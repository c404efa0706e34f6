import { Component, signal } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { FocusKeeper } from './focus-keeper';

@Component({
  template: `<main>
    <section id="around">
      @if (isThere()) {
        <button id="one" [disabled]="isBusy()">Pause</button>
      }
      <button id="other">Other</button>
    </section>
  </main>`,
})
class Page {
  readonly isThere = signal(true);
  readonly isBusy = signal(false);
}

describe('the focus', () => {
  let fixture: ComponentFixture<Page>;
  const settle = async (): Promise<void> => {
    await fixture.whenStable();
    await new Promise((resume) => setTimeout(resume, 150));
  };
  const focus = (id: string): void => document.getElementById(id)?.focus();

  beforeEach(() => {
    TestBed.inject(FocusKeeper);
    fixture = TestBed.createComponent(Page);
    document.body.append(fixture.nativeElement as HTMLElement);
    fixture.detectChanges();
  });

  afterEach(() => fixture.destroy());

  it('moves to what was around a button that has gone', async () => {
    focus('one');
    fixture.componentInstance.isThere.set(false);
    await settle();
    expect(document.activeElement?.id).toBe('around');
  });

  it('comes back to a button that rested while it worked', async () => {
    focus('one');
    fixture.componentInstance.isBusy.set(true);
    await fixture.whenStable();
    document.getElementById('one')?.blur(); // as browsers do
    fixture.detectChanges();
    await settle();
    fixture.componentInstance.isBusy.set(false);
    await settle();
    expect(document.activeElement?.id).toBe('one');
  });

  it('stays where a new page or a dialog has put it', async () => {
    focus('one');
    fixture.componentInstance.isThere.set(false);
    await fixture.whenStable();
    focus('other');
    await settle();
    expect(document.activeElement?.id).toBe('other');
  });

  it('is left alone when somebody presses beside everything', async () => {
    focus('one');
    document.dispatchEvent(new Event('pointerdown'));
    fixture.componentInstance.isThere.set(false);
    await settle();
    expect(document.activeElement).toBe(document.body);
  });
});
