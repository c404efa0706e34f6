import { TestBed } from '@angular/core/testing';
import { Problem } from '../api/problem';
import { Undo } from './undo';

const sending = (id: string) => ({ text: 'Sending to 3 guests', seconds: 10, about: id, undo: () => undefined });

describe('the one offer to undo', () => {
  let undo: Undo;
  beforeEach(() => {
    undo = TestBed.inject(Undo);
  });
  afterEach(() => undo.dismiss());

  it('stands in the bar, but not while the page of the same thing offers it', () => {
    undo.offer(sending('m1'));
    expect(undo.inBar()?.text).toBe('Sending to 3 guests');
    undo.standIn('m1');
    expect(undo.inBar()).toBeNull();
    expect(undo.current()).not.toBeNull();
    undo.standIn('m2');
    expect(undo.inBar()).not.toBeNull();
    undo.standIn(null);
    expect(undo.inBar()).not.toBeNull();
  });

  it('stands in the bar on such a page when it is about something else', () => {
    undo.standIn('m1');
    undo.offer({ text: 'Template deleted', seconds: 10, undo: () => undefined });
    expect(undo.inBar()?.text).toBe('Template deleted');
  });

  it('says so when it came too late: nobody is to believe that nothing was sent', async () => {
    const late = new Problem(409, 'PAST_EDIT_WINDOW', 'Too late', 'It is being sent.', null);
    undo.offer({ ...sending('m1'), undo: () => Promise.reject(late) });
    await undo.take();
    expect([undo.current(), undo.problem()?.code]).toEqual([null, 'PAST_EDIT_WINDOW']);
    undo.offer(sending('m2'));
    expect(undo.problem()).toBeNull();
  });
});
