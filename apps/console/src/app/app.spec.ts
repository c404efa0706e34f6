import { TestBed } from '@angular/core/testing';
import { App } from './app';

describe('the placeholder page', () => {
  it('says what Beckon is and leads to the API documentation', async () => {
    const fixture = TestBed.createComponent(App);
    await fixture.whenStable();
    const page = fixture.nativeElement as HTMLElement;
    expect(page.querySelector('h1')?.textContent).toBe('Beckon');
    expect(page.querySelector('a')?.getAttribute('href')).toBe('/docs');
  });
});
