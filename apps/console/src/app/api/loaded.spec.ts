import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { type Loaded, loaded } from './loaded';

describe('loaded', () => {
  const asked = signal('a');
  /** Answers in the order they are given out; the test decides when. */
  let answers: ((value: string) => void)[] = [];
  const ask = (): Promise<string> => new Promise((resolve) => answers.push(resolve));
  const settle = async (): Promise<void> => {
    TestBed.tick();
    await new Promise((resume) => setTimeout(resume));
    TestBed.tick();
  };
  const theWedding = async (): Promise<Loaded<string>> => {
    const event = TestBed.runInInjectionContext(() => loaded(() => asked(), ask, { owner: asked }));
    await settle();
    answers[0]('Wedding');
    await settle();
    return event;
  };
  beforeEach(() => {
    asked.set('a');
    answers = [];
  });

  it('keeps the last answer of a list while the next one is on its way', async () => {
    const page = TestBed.runInInjectionContext(() => loaded(() => asked(), ask));
    await settle();
    answers[0]('first page');
    await settle();
    expect(page.value()).toBe('first page');
    asked.set('b');
    await settle();
    expect([page.value(), page.isLoading()]).toEqual(['first page', true]);
  });

  it('never shows one event as an older state of another', async () => {
    const event = await theWedding();
    event.reload();
    await settle();
    expect(event.value()).toBe('Wedding');
    asked.set('b');
    await settle();
    expect(event.value()).toBeUndefined();
    answers.at(-1)!('Supper');
    await settle();
    expect(event.value()).toBe('Supper');
  });

  it('does not go back behind what a change has answered', async () => {
    const event = await theWedding();
    event.set('Wedding, moved');
    event.reload();
    await settle();
    expect(event.value()).toBe('Wedding, moved');
  });

  it('is not overwritten by what was asked before a change', async () => {
    const event = await theWedding();
    event.reload();
    await settle();
    event.set('Wedding, moved');
    answers[1]('Wedding, as it was');
    await settle();
    expect([event.value(), event.isLoading()]).toEqual(['Wedding, moved', false]);
  });

  it('asks again also while it is asking again: the list is as old as the question', async () => {
    const guests = TestBed.runInInjectionContext(() => loaded(() => asked(), ask));
    await settle();
    answers[0]('Ama');
    await settle();
    guests.reload();
    await settle();
    guests.reload();
    await settle();
    expect([guests.value(), guests.isLoading()]).toEqual(['Ama', true]);
    answers[2]('Ama, Kofi');
    answers[1]('Ama');
    await settle();
    expect([guests.value(), guests.isLoading()]).toEqual(['Ama, Kofi', false]);
  });

  it('asks again also while the first answer is on its way: it may not know of the change', async () => {
    const guests = TestBed.runInInjectionContext(() => loaded(() => asked(), ask));
    await settle();
    guests.reload();
    await settle();
    expect(answers.length).toBe(2);
    answers[1]('Ama, Kofi');
    answers[0]('Ama');
    await settle();
    expect(guests.value()).toBe('Ama, Kofi');
  });
});
