/** An answer, read completely. */
export interface Answer<T = any> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed JSON; null when it was none. */
  readonly body: T;
}

export interface RequestOptions {
  readonly body?: unknown;
  /** Sent as it is, for broken bodies and files. */
  readonly raw?: string | Buffer | FormData;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Speaks to a running API as one person, one key, or nobody. */
export class Client {
  constructor(
    private readonly baseUrl: string,
    readonly token: string | null = null,
  ) {}

  as(token: string | null): Client {
    return new Client(this.baseUrl, token);
  }

  get<T = any>(path: string, options: RequestOptions = {}): Promise<Answer<T>> {
    return this.request<T>('GET', path, options);
  }

  post<T = any>(path: string, body: unknown = {}, headers: Readonly<Record<string, string>> = {}): Promise<Answer<T>> {
    return this.request<T>('POST', path, { body, headers });
  }

  patch<T = any>(path: string, body: unknown): Promise<Answer<T>> {
    return this.request<T>('PATCH', path, { body });
  }

  delete<T = any>(path: string): Promise<Answer<T>> {
    return this.request<T>('DELETE', path, {});
  }

  async request<T = any>(method: string, path: string, { body, raw, headers }: RequestOptions): Promise<Answer<T>> {
    const response = await fetch(this.baseUrl + path, {
      method,
      redirect: 'manual',
      headers: {
        accept: 'application/json',
        ...(this.token !== null && { authorization: `Bearer ${this.token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: (raw as string | undefined) ?? (body === undefined ? undefined : JSON.stringify(body)),
      signal: AbortSignal.timeout(120_000),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, text, body: (isJson ? JSON.parse(text) : null) as T };
  }
}
