/**
 * Keeps what somebody types while the palette is still being fetched, so that no letter is lost and none is taken for a shortcut.
 */
export class HeldKeys {
  private text = '';
  private readonly hear = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === 'Backspace') this.text = this.text.slice(0, -1);
    else if (event.key.length === 1) this.text += event.key;
    // Enter would press what has the focus beneath
    else if (event.key !== 'Enter') return;
    event.preventDefault();
    event.stopPropagation();
  };

  constructor() {
    document.addEventListener('keydown', this.hear, { capture: true });
  }

  /** Lets the keys go where they go. @returns what was typed; empty the second time */
  release(): string {
    document.removeEventListener('keydown', this.hear, { capture: true });
    const { text } = this;
    this.text = '';
    return text;
  }
}
