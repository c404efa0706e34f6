import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DomainError, ValidationFailed } from '@beckon/core';
import { type CsvError, parse, type Parser } from 'csv-parse';
import { readCsvHeader } from './domain/csv-header';
import { type ImportRow, type LineProblem, readCsvRow } from './domain/csv-row';
import { readCsvStart } from './domain/csv-start';
import { FileTooLarge } from './guest.errors';
import { sharedRules } from './shared-rules';

export const MAX_LINES = 200_000;
export const MAX_LINE_BYTES = 64 * 1024;

/** What comes out of a file, in the order of its lines. */
export type FileItem =
  | { readonly kind: 'header'; readonly ignoredColumns: readonly string[] }
  | { readonly kind: 'row'; readonly row: ImportRow }
  | { readonly kind: 'problems'; readonly problems: readonly LineProblem[] };

/**
 * Reads a guest list from CSV while it arrives; holds one line, not the file.
 *
 * @param file its bytes; they are taken as fast as the caller takes the items
 * @throws ValidationFailed for a file that cannot be used at all, FileTooLarge for too many lines or one that does not end
 */
export async function* readGuestFile(file: Readable): AsyncGenerator<FileItem, void, undefined> {
  const chunks = file[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const start = await firstBytes(chunks);
  const first = readCsvStart(start.bytes, start.isWhole);
  if ('reason' in first) {
    file.destroy();
    throw unusable(first.code, first.reason);
  }
  const parser = parse({
    bom: true,
    delimiter: first.delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_records_with_error: true,
    max_record_size: MAX_LINE_BYTES,
  });
  const faults: CsvError[] = [];
  parser.on('skip', (error: CsvError | undefined) => {
    if (error !== undefined) faults.push(error);
  });
  // a failure ends the parser with the same error, which the loop below meets
  pipeline(
    allBytes(start.bytes, chunks, () => faults.length > 0),
    parser,
  ).catch(() => undefined);
  try {
    yield* readRecords(parser, faults);
  } finally {
    parser.destroy();
    file.destroy();
  }
}

async function* readRecords(parser: Parser, faults: readonly CsvError[]): AsyncGenerator<FileItem, void, undefined> {
  let header: Exclude<ReturnType<typeof readCsvHeader>, { reason: string }> | null = null;
  let line = 1;
  for await (const record of parser as AsyncIterable<string[]>) {
    if (header === null) {
      const read = readCsvHeader(record);
      if ('reason' in read) throw unusable(read.code, read.reason);
      header = read;
      yield { kind: 'header', ignoredColumns: read.ignored };
    } else {
      if (line > MAX_LINES)
        throw new FileTooLarge(
          `The file has more than ${MAX_LINES.toLocaleString('en')} lines. Split it and import the parts.`,
        );
      const read = readCsvRow(line, record, header.columns, header.width, sharedRules);
      if (read !== null)
        yield 'row' in read ? { kind: 'row', row: read.row } : { kind: 'problems', problems: read.problems };
    }
    line += 1 + lineBreaksIn(record);
  }
  for (const fault of faults) {
    if (fault.code === 'CSV_MAX_RECORD_SIZE') {
      throw new FileTooLarge(
        `Line ${line} is longer than ${MAX_LINE_BYTES / 1024} kB, or a quote that opens there is never closed.`,
      );
    }
    if (header === null)
      throw unusable('NOT_CSV', 'The first line cannot be read: a quote that opens there is never closed.');
    const message = 'A quote that opens in this line is never closed, so the rest of the file could not be read.';
    yield { kind: 'problems', problems: [{ line, column: null, code: 'UNCLOSED_QUOTE', message }] };
  }
  if (header === null) throw unusable('EMPTY_FILE', 'The file is empty. The first line must name the columns.');
}

/** The beginning of a file: its first line, or as much of it as may be one line. */
async function firstBytes(chunks: AsyncIterator<Buffer>): Promise<{ bytes: Buffer; isWhole: boolean }> {
  let bytes = Buffer.alloc(0);
  while (bytes.length < MAX_LINE_BYTES) {
    const next = await nextChunk(chunks);
    if (next.done === true) return { bytes, isWhole: true };
    bytes = Buffer.concat([bytes, next.value]);
    if (bytes.includes(0x0a) || bytes.includes(0x0d)) break;
  }
  return { bytes, isWhole: false };
}

/** The file from its beginning; stops early when the rest cannot be read anyway. */
async function* allBytes(
  start: Buffer,
  chunks: AsyncIterator<Buffer>,
  isOver: () => boolean,
): AsyncGenerator<Buffer, void, undefined> {
  yield start;
  for (let next = await nextChunk(chunks); next.done !== true && !isOver(); next = await nextChunk(chunks))
    yield next.value;
}

/** Whatever breaks an upload off, a network or a malformed body, means the same to who sent it. */
async function nextChunk(chunks: AsyncIterator<Buffer>): Promise<IteratorResult<Buffer>> {
  try {
    return await chunks.next();
  } catch (error) {
    throw error instanceof DomainError
      ? error
      : unusable('BROKEN_UPLOAD', 'The upload is not complete. Send the file again.');
  }
}

function lineBreaksIn(record: readonly string[]): number {
  let count = 0;
  for (const cell of record) {
    if (cell.includes('\n') || cell.includes('\r')) count += cell.split(/\r\n|\r|\n/).length - 1;
  }
  return count;
}

function unusable(code: string, reason: string): ValidationFailed {
  return ValidationFailed.at('file', code, reason);
}
