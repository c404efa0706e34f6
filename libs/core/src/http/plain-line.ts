import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { registerDecorator, type ValidationArguments } from 'class-validator';

const LINE_BREAK = /[\n\r\u0085\u2028\u2029\v\f]/;
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
const CONTROL_BUT_BREAK_AND_TAB = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;
/** Marks that turn the direction of text around and so can make a name read as another one. */
const BIDI_OVERRIDE = /[\u202a-\u202e\u2066-\u2069]/;

/**
 * Why a text cannot be used as one line (a name, a venue, a subject), or null when it can.
 * The answer continues a sentence that starts with the field's name: "must be one line".
 */
export function plainLineFault(text: string): string | null {
  if (LINE_BREAK.test(text)) return 'must be one line: remove the line breaks';
  if (CONTROL.test(text)) return 'has invisible control characters: type it again by hand';
  return bidiFault(text);
}

/** The same for a text of several lines: line breaks and tabs are allowed. */
export function plainTextFault(text: string): string | null {
  if (CONTROL_BUT_BREAK_AND_TAB.test(text)) return 'has invisible control characters: type it again by hand';
  return bidiFault(text);
}

/** One line of visible text. Surrounding space is trimmed before any rule of the field is checked. */
export function IsPlainLine(): PropertyDecorator {
  return applyDecorators(Trimmed(), refuseBy('isPlainLine', plainLineFault));
}

/** Visible text of one or several lines, trimmed. */
export function IsPlainText(): PropertyDecorator {
  return applyDecorators(Trimmed(), refuseBy('isPlainText', plainTextFault));
}

function bidiFault(text: string): string | null {
  return BIDI_OVERRIDE.test(text)
    ? 'has invisible marks that change the direction of text: type it again by hand'
    : null;
}

function Trimmed(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value));
}

function refuseBy(name: string, faultOf: (text: string) => string | null): PropertyDecorator {
  return (target, propertyName) =>
    registerDecorator({
      name,
      target: target.constructor,
      propertyName: String(propertyName),
      validator: {
        validate: (value: unknown) => typeof value === 'string' && faultOf(value) === null,
        defaultMessage: ({ property, value }: ValidationArguments) =>
          `${property} ${typeof value === 'string' ? faultOf(value) : 'must be text'}`,
      },
    });
}
