import { HeldKeys } from './held-keys';

const press = (key: string, init: KeyboardEventInit = {}): KeyboardEvent => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init });
  document.body.dispatchEvent(event);
  return event;
};

it('keeps what is typed until it is asked for, and nothing after', () => {
  const heard: string[] = [];
  const listen = ({ key }: KeyboardEvent): void => void heard.push(key);
  document.addEventListener('keydown', listen);
  const held = new HeldKeys();
  for (const key of ['A', 'm', 'x', 'Backspace', 'a', ' ', 'M', 'Enter'])
    expect(press(key).defaultPrevented).toBe(true);
  press('c', { ctrlKey: true });
  press('Escape');
  expect(heard, 'no letter was a shortcut of the page').toEqual(['c', 'Escape']);
  expect(held.release()).toBe('Ama M');
  expect(press('e').defaultPrevented).toBe(false);
  expect(heard).toEqual(['c', 'Escape', 'e']);
  expect(held.release()).toBe('');
  document.removeEventListener('keydown', listen);
});
