/** One key a request, and the same one when the same request is tried again: a repeat never makes a second message. */
export class RequestKeys {
  private readonly keys = new Map<string, string>();

  for(what: string, body: unknown): string {
    const request = `${what} ${JSON.stringify(body)}`;
    const key = this.keys.get(request) ?? crypto.randomUUID();
    this.keys.set(request, key);
    return key;
  }
}
