import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Frame, type Page } from '@playwright/test';

/** A role, or `field`: whatever a label names. */
type Role = Parameters<Page['getByRole']>[0] | 'field';

const FAR_ENOUGH = 90;
const FOCUS_SEEN = readFileSync(path.join(__dirname, 'focus-seen.js'), 'utf8');

/** Hands on the keyboard only. After each key the focus must be somewhere, and to be seen. */
export class Keyboard {
  constructor(private readonly page: Page) {}

  /** Presses Tab until this has the focus. */
  async to(role: Role, name: string | RegExp): Promise<void> {
    const options = { exact: typeof name === 'string' };
    const wanted =
      role === 'field' ? this.page.getByLabel(name, options) : this.page.getByRole(role, { name, ...options });
    await expect(wanted.first(), `${role} “${String(name)}”`).toBeAttached();
    for (let step = 0; step < FAR_ENOUGH; step++) {
      if ((await wanted.and(this.page.locator(':focus')).count()) > 0) return;
      await this.page.keyboard.press('Tab');
      await this.expectFocusSeen(`on the way to “${String(name)}”`);
    }
    throw new Error(`Tab does not come to the ${role} “${String(name)}”`);
  }

  async press(keys: string): Promise<void> {
    await this.page.keyboard.press(keys);
  }

  /** Goes there and presses Enter; then the focus may move, and must not be lost. */
  async open(role: Role, name: string | RegExp): Promise<void> {
    await this.to(role, name);
    await this.press('Enter');
  }

  async write(role: Role, name: string | RegExp, text: string): Promise<void> {
    await this.to(role, name);
    await this.page.keyboard.type(text);
  }

  /** Presses Tab until a mail's frame has the focus, and gives its inside. */
  async toFrame(title: string): Promise<Frame> {
    await expect(this.page.getByTitle(title)).toBeAttached();
    for (let step = 0; step < FAR_ENOUGH; step++) {
      if ((await this.page.evaluate<string>('document.activeElement.title')) === title) {
        const frame = await this.frameWithFocus();
        if (frame !== null) return frame;
      }
      await this.page.keyboard.press('Tab');
      await this.expectFocusSeen(`on the way to “${title}”`);
    }
    throw new Error(`Tab does not come into “${title}”`);
  }

  /** Something has the focus: after a new page, after a part of the page went away. */
  async expectFocusKept(when: string): Promise<void> {
    await expect(this.page.locator('body :focus'), `focus ${when}`).toHaveCount(1);
  }

  /** A ring is drawn around what has the focus, or around its label, and it is on the screen. */
  private async expectFocusSeen(when: string): Promise<void> {
    let seen = await this.page.evaluate<string>(FOCUS_SEEN);
    if (seen === 'frame') seen = (await (await this.frameWithFocus())?.evaluate<string>(FOCUS_SEEN)) ?? 'no frame';
    expect(seen, when).toBe('ok');
  }

  private async frameWithFocus(): Promise<Frame | null> {
    const which = await this.page.evaluate<number>(
      '[...document.querySelectorAll("iframe")].indexOf(document.activeElement)',
    );
    const frame = which < 0 ? null : await this.page.locator('iframe').nth(which).elementHandle();
    return frame === null ? null : frame.contentFrame();
  }
}
