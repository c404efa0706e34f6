import type { Readable } from 'node:stream';
import { ValidationFailed } from '@beckon/core';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import busboy, { type Busboy } from 'busboy';
import type { Request } from 'express';
import { FileTooLarge, NotAnUpload } from './guest.errors';

export const MAX_FILE_BYTES = 50 * 1024 * 1024;
const FIELD = 'file';
/** What the parts around the file may add to a body of the largest size. */
const FRAME_BYTES = 64 * 1024;

/** A file on its way in. Nothing is read before `open`, and no faster than the reader takes it. */
export interface CsvUpload {
  /**
   * @returns the bytes of the file; the stream fails with `FileTooLarge`, or when the upload breaks off
   * @throws NotAnUpload, FileTooLarge, ValidationFailed without a file
   */
  open(): Promise<Readable>;
}

/** Gives a controller method the uploaded file of a multipart request, unread. */
export const UploadedCsv = createParamDecorator((_data: unknown, context: ExecutionContext): CsvUpload => {
  const request = context.switchToHttp().getRequest<Request>();
  return { open: () => openUpload(request) };
});

async function openUpload(request: Request): Promise<Readable> {
  if (!/^multipart\/form-data\s*;/i.test(request.headers['content-type'] ?? '')) throw new NotAnUpload();
  if (Number(request.headers['content-length'] ?? 0) > MAX_FILE_BYTES + FRAME_BYTES) throw tooLarge();
  const form = formOf(request);
  return new Promise<Readable>((resolve, reject) => {
    let other: string | null = null;
    // after a failure the rest of the request runs into nothing: a client that is still sending would not read the answer
    const fail = (error: Error): void => {
      request.unpipe(form);
      request.resume();
      form.destroy(error);
      reject(error);
    };
    let isFound = false;
    form.on('file', (name, file) => {
      if (name !== FIELD || isFound) {
        other = name;
        file.resume();
        return;
      }
      isFound = true;
      // the reader meets the error when it reads on; unheard, it would end the process
      file.on('error', () => undefined);
      file.once('limit', () => file.destroy(tooLarge()));
      file.once('close', () => {
        request.unpipe(form);
        request.resume();
      });
      resolve(file);
    });
    form.once('close', () => fail(noFile(other)));
    // a form that is torn down may report more than one error
    form.on('error', () => fail(broken()));
    request.once('close', () => {
      if (!request.complete) fail(broken());
    });
    request.pipe(form);
  });
}

function formOf(request: Request): Busboy {
  try {
    return busboy({
      headers: request.headers,
      limits: { files: 3, fileSize: MAX_FILE_BYTES, fields: 10, fieldSize: 1024, parts: 12 },
    });
  } catch {
    throw broken();
  }
}

function tooLarge(): FileTooLarge {
  return new FileTooLarge(
    `The file is larger than ${MAX_FILE_BYTES / 1024 / 1024} MB. Split it and import the parts one after the other.`,
  );
}

function broken(): ValidationFailed {
  return ValidationFailed.at(FIELD, 'BROKEN_UPLOAD', 'The upload is not complete. Send the file again.');
}

function noFile(other: string | null): ValidationFailed {
  const hint = other === null ? '' : ` What came is called "${other.slice(0, 60)}".`;
  return ValidationFailed.at(FIELD, 'MISSING_FILE', `Send the CSV file in a field called "${FIELD}".${hint}`);
}
