import { ProblemDto } from '@beckon/core';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { problemCatalogue, type ProblemCode } from './problem-catalogue';

const CODES = 'beckon:problem-codes';

/**
 * Documents the failures of an operation by their codes. May be given several times, also by other decorators:
 * codes of one status are gathered into one response.
 */
export function ApiProblems(...codes: ProblemCode[]): MethodDecorator {
  return (target, property, descriptor: PropertyDescriptor) => {
    const method = descriptor.value as object;
    const known = (Reflect.getMetadata(CODES, method) ?? []) as ProblemCode[];
    const all = [...new Set([...known, ...codes])].sort();
    Reflect.defineMetadata(CODES, all, method);
    ApiExtraModels(ProblemDto)(target, property, descriptor);
    for (const status of new Set(codes.map((code) => problemCatalogue[code].status))) {
      document(
        status,
        all.filter((code) => problemCatalogue[code].status === status),
      )(target, property, descriptor);
    }
  };
}

function document(status: number, codes: readonly ProblemCode[]): MethodDecorator {
  return ApiResponse({
    status,
    description: codes.map((code) => `\`${code}\`: ${problemCatalogue[code].when}`).join('\n\n'),
    content: {
      'application/problem+json': {
        schema: { $ref: getSchemaPath(ProblemDto) },
        examples: Object.fromEntries(codes.map((code) => [code, { value: exampleOf(code) }])),
      },
    },
  });
}

function exampleOf(code: ProblemCode): object {
  const { status, title, example } = problemCatalogue[code];
  const type = `urn:beckon:problem:${code.toLowerCase().replaceAll('_', '-')}`;
  return { type, title, status, detail: example, code, requestId: '5f0e1c9a4b3d' };
}
