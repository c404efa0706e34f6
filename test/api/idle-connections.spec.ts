import { startApi, type TestApi } from '../harness';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

it('a connection that is kept outlives the minute for which proxies keep theirs', async () => {
  const { headers } = await api.anonymous.get('/healthz');
  const seconds = /^timeout=(\d+)$/.exec(headers.get('keep-alive') ?? '')?.[1];
  expect(Number(seconds)).toBeGreaterThan(60);
});
