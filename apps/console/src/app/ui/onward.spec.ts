import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { onward } from './onward';

@Component({ template: '' })
class Form {
  readonly onward = onward();
}
@Component({ template: 'elsewhere' })
class Elsewhere {}

describe('after something was saved', () => {
  let form: Form;
  let router: Router;
  let come: (page: typeof Elsewhere) => void;
  const pause = (): Promise<void> => new Promise((resume) => setTimeout(resume));
  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        provideRouter([
          { path: 'new', component: Form },
          { path: 'saved', component: Elsewhere },
          { path: 'elsewhere', loadComponent: () => new Promise<typeof Elsewhere>((resolve) => (come = resolve)) },
        ]),
      ],
    });
    router = TestBed.inject(Router);
    form = await (await RouterTestingHarness.create()).navigateByUrl('/new', Form);
  });

  it('one is led on', async () => {
    await form.onward(['/saved']);
    expect(router.url).toBe('/saved');
  });

  it('whoever is on the way to another page, or there, is not fetched back', async () => {
    void router.navigateByUrl('/elsewhere');
    await pause();
    await form.onward(['/saved']);
    come(Elsewhere);
    await pause();
    expect(router.url).toBe('/elsewhere');
    await form.onward(['/saved']);
    expect(router.url).toBe('/elsewhere');
  });
});
