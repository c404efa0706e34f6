/** An answer of the API that is no success. */
export class ApiRefusal extends Error {
  constructor(
    readonly status: number,
    what: string,
    detail: string,
  ) {
    super(`${what}: ${status} ${detail}`);
  }
}

const TIMEOUT_MS = 20_000;

/** Speaks to the product's own HTTP API as one user, as anybody could. */
export class ApiClient {
  constructor(
    private readonly baseUrl: string,
    private readonly token?: string,
  ) {}

  as(token: string): ApiClient {
    return new ApiClient(this.baseUrl, token);
  }

  get<T>(path: string): Promise<T> {
    return this.send('GET', path);
  }

  post<T>(path: string, body: unknown): Promise<T> {
    return this.send('POST', path, JSON.stringify(body), { 'content-type': 'application/json' });
  }

  upload<T>(path: string, fileName: string, content: string): Promise<T> {
    const form = new FormData();
    form.append('file', new Blob([content], { type: 'text/csv' }), fileName);
    return this.send('POST', path, form);
  }

  private async send<T>(
    method: string,
    path: string,
    body?: string | FormData,
    headers: Record<string, string> = {},
  ): Promise<T> {
    const authorization: Record<string, string> = this.token ? { authorization: `Bearer ${this.token}` } : {};
    const answer = await fetch(`${this.baseUrl}${path}`, {
      method,
      body,
      headers: { accept: 'application/json', ...headers, ...authorization },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await answer.text();
    if (!answer.ok) throw new ApiRefusal(answer.status, `${method} ${path}`, text.slice(0, 300));
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
}
