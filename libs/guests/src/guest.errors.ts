import { DomainError, type DomainErrorDetails } from '@beckon/core';

/** An uploaded file, or one line of it, is larger than an import takes. */
export class FileTooLarge extends DomainError {
  readonly code = 'PAYLOAD_TOO_LARGE';
  readonly kind = 'too_large';
  readonly title = 'Too large';
}

/** The request is not a file upload. */
export class NotAnUpload extends DomainError {
  readonly code = 'UNSUPPORTED_MEDIA_TYPE';
  readonly kind = 'unsupported';
  readonly title = 'Unsupported media type';

  constructor() {
    super('Send the file as multipart/form-data, in a field called "file".');
  }
}

/** The file broke off or turned out unusable after a part of it had been imported. */
export class ImportInterrupted extends DomainError {
  readonly code: string;
  readonly kind: DomainError['kind'];
  readonly title: string;

  /** @param reason why; its code and status are kept, what was done so far is added */
  constructor(reason: DomainError, done: Readonly<Record<string, number>>, details: DomainErrorDetails = {}) {
    super(`${reason.detail} What came before it is imported; importing the corrected file again repeats nothing.`, {
      ...reason.details,
      ...details,
      extra: { imported: done },
    });
    this.code = reason.code;
    this.kind = reason.kind;
    this.title = reason.title;
  }
}
