import { type ArgumentMetadata, Injectable, ValidationPipe, type ValidationError } from '@nestjs/common';
import type { FieldProblem } from '../errors/domain-error';
import { ValidationFailed } from '../errors/shared.errors';
import { findUnstorable } from './storable-text';

/** Checks every body, query and parameter object against its DTO; unknown members are refused by name. */
@Injectable()
export class InputPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      stopAtFirstError: false,
      validationError: { target: false, value: false },
      exceptionFactory: (errors: ValidationError[]) => new ValidationFailed(flatten(errors)),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type !== 'custom') {
      const faults = findUnstorable(value);
      if (faults.length > 0) throw new ValidationFailed(faults);
    }
    if (metadata.type === 'body' && isDto(metadata.metatype) && !isPlainObject(value)) {
      throw new ValidationFailed([{ path: '', code: 'OBJECT_EXPECTED', message: 'Send a JSON object as the body.' }]);
    }
    return (await super.transform(value, metadata)) as unknown;
  }
}

function isDto(metatype: ArgumentMetadata['metatype']): boolean {
  return metatype !== undefined && !([String, Number, Boolean, Array, Object] as unknown[]).includes(metatype);
}

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The tree of class-validator as a flat list: `isEmail` at guests[0].email becomes `guests.0.email`, `IS_EMAIL`. */
function flatten(errors: readonly ValidationError[], prefix = ''): FieldProblem[] {
  return errors.flatMap((error) => {
    const path = prefix ? `${prefix}.${error.property}` : error.property;
    const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => ({
      path,
      code: rule === 'whitelistValidation' ? 'UNKNOWN_FIELD' : rule.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase(),
      message: sentence(rule === 'whitelistValidation' ? `${path} is not a known field` : message),
    }));
    return [...own, ...flatten(error.children ?? [], path)];
  });
}

function sentence(message: string): string {
  return message.endsWith('.') ? message : `${message}.`;
}
