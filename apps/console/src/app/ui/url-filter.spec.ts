import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { urlFilter } from './url-filter';

@Component({ template: '' })
class List {
  readonly q = urlFilter('q');
  readonly answer = urlFilter('answer', 'all');
}

describe('filters in the address', () => {
  let harness: RouterTestingHarness;
  let list: List;
  let router: Router;
  /** Lets the next page come: its script is fetched first. */
  let come: (page: typeof List) => void;
  const settle = async (): Promise<void> => {
    await new Promise((resume) => setTimeout(resume));
    harness.detectChanges();
  };

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        provideRouter([
          { path: 'guests', component: List },
          { path: 'messages', loadComponent: () => new Promise<typeof List>((resolve) => (come = resolve)) },
        ]),
      ],
    });
    router = TestBed.inject(Router);
    harness = await RouterTestingHarness.create();
    list = await harness.navigateByUrl('/guests?import=1', List);
  });

  it('two that are set in one moment are both kept, and so is what stood there', async () => {
    list.q.set('ama');
    list.answer.set('no');
    await settle();
    expect(router.url).toBe('/guests?import=1&q=ama&answer=no');
    expect([list.q.value(), list.answer.value()]).toEqual(['ama', 'no']);
    list.answer.set('all');
    list.q.set('');
    await settle();
    expect(router.url).toBe('/guests?import=1');
  });

  it('is added to a link to this page that is under way', async () => {
    void router.navigateByUrl('/guests?answer=yes');
    list.q.set('ama');
    await settle();
    expect(router.url).toBe('/guests?answer=yes&q=ama');
  });

  it('does not bring back somebody who is leaving', async () => {
    void router.navigateByUrl('/messages');
    await settle();
    list.q.set('ama');
    await settle();
    come(List);
    await settle();
    expect(router.url).toBe('/messages');
    list.q.set('kofi');
    await settle();
    expect(router.url, 'nor who has left').toBe('/messages');
  });
});
