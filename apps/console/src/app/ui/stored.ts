/** A wish kept in this browser; null when there is none, or when storage is blocked. */
export function stored(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Keeps a wish in this browser; where storage is blocked it lasts until the page is closed. */
export function store(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // blocked: nothing to do
  }
}
