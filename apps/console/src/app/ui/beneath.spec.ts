import { putBeneath } from './beneath';

const inertIds = (): string[] => [...document.querySelectorAll('[inert]')].map(({ id }) => id).sort();

describe('putBeneath', () => {
  beforeEach(() => {
    document.body.innerHTML = `
      <header id="top"></header>
      <div id="app"><nav id="nav" inert></nav><main id="main"><ul id="list"></ul><aside id="sheet"><button>in it</button></aside></main></div>
      <beckon-undo-bar id="undo"></beckon-undo-bar>
      <div id="dialogs" class="cdk-overlay-container"></div>`;
  });
  afterEach(() => {
    document.body.innerHTML = '';
  });

  it('puts what is around out of reach, and brings back only that', () => {
    const bringBack = putBeneath(document.getElementById('sheet')!);
    expect(inertIds()).toEqual(['list', 'nav', 'top']);
    bringBack();
    expect(inertIds()).toEqual(['nav']);
  });

  it('two over each other end in any order', () => {
    const first = putBeneath(document.getElementById('sheet')!);
    const second = putBeneath(document.getElementById('sheet')!);
    second();
    expect(inertIds()).toEqual(['list', 'nav', 'top']);
    first();
    first();
    expect(inertIds()).toEqual(['nav']);
  });
});
