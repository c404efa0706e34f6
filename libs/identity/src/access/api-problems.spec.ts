import 'reflect-metadata';
import { ApiProblems } from './api-problems';

class Route {
  @ApiProblems('STALE_VERSION')
  @ApiProblems('NOT_FOUND', 'ALREADY_EXISTS')
  change(): void {}
}

interface Response {
  readonly description: string;
  readonly content: Record<
    string,
    { readonly examples: Record<string, { readonly value: { readonly status: number } }> }
  >;
}
const route = Object.getOwnPropertyDescriptor(Route.prototype, 'change')?.value as object;
const responses = Reflect.getMetadata('swagger/apiResponse', route) as Record<string, Response>;

it('gathers the codes of one status, given in several places, into one response', () => {
  expect(Object.keys(responses)).toEqual(['404', '409']);
  expect(responses['409']?.description).toContain('`STALE_VERSION`');
  expect(responses['409']?.description).toContain('`ALREADY_EXISTS`');
});

it('shows an example of each, as problem+json with its status', () => {
  const examples = responses['409']?.content['application/problem+json']?.examples ?? {};
  expect(Object.keys(examples)).toEqual(['ALREADY_EXISTS', 'STALE_VERSION']);
  expect(Object.values(examples).map(({ value }) => value.status)).toEqual([409, 409]);
});
