import { TestBed } from '@angular/core/testing';
import { type PickedTime, WhenPicker } from './when-picker';

it('says in the same moment what a changed time means: Ctrl+Enter after the last digit does not plan for the time before', async () => {
  const fixture = TestBed.createComponent(WhenPicker);
  fixture.componentRef.setInput('inputId', 'when');
  fixture.componentRef.setInput('timeZone', 'Africa/Accra');
  fixture.componentRef.setInput('local', '2027-06-01T18:00');
  let picked: PickedTime | undefined;
  fixture.componentInstance.picked.subscribe((time) => (picked = time));
  await fixture.whenStable();
  const time = (fixture.nativeElement as HTMLElement).querySelector<HTMLInputElement>('#when-time')!;
  time.value = '19:30';
  time.dispatchEvent(new Event('change'));
  expect(picked).toEqual({ local: '2027-06-01T19:30', offset: null, instant: '2027-06-01T19:30:00.000Z' });
});
