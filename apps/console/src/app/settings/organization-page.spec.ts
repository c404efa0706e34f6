import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting, type TestRequest } from '@angular/common/http/testing';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { OrganizationPage } from './organization-page';

const organization = { id: 'o1', name: 'Harbour', onUnknown: 'ask' };

describe('the page of the organization', () => {
  let fixture: ComponentFixture<OrganizationPage>;
  let api: HttpTestingController;
  const page = (): HTMLElement => fixture.nativeElement as HTMLElement;
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 3; turn++) {
      await new Promise((resume) => setTimeout(resume));
      fixture.detectChanges();
    }
  };
  const name = (): HTMLInputElement => page().querySelector<HTMLInputElement>('form input')!;
  const write = (text: string): void => {
    name().value = text;
    name().dispatchEvent(new Event('input'));
  };
  const one = (method: string): TestRequest =>
    api.expectOne((request) => request.method === method && request.url === '/v1/organization');

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), provideRouter([])],
    });
    api = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(OrganizationPage);
    await settle();
    one('GET').flush(organization);
    await settle();
  });

  it('keeps a name that is being written while something else is decided', async () => {
    write('Harbour Hall');
    page().querySelector<HTMLInputElement>('input[type="radio"]:not(:checked)')!.click();
    await settle();
    one('PATCH').flush({ ...organization, onUnknown: 'resend' });
    await settle();
    expect(name().value).toBe('Harbour Hall');
  });

  it('keeps the letters that are written while the name is saved', async () => {
    write('Harbour H');
    page().querySelector('form')!.dispatchEvent(new Event('submit'));
    await settle();
    write('Harbour Hall');
    one('PATCH').flush({ ...organization, name: 'Harbour H' });
    await settle();
    expect(name().value).toBe('Harbour Hall');
  });
});
