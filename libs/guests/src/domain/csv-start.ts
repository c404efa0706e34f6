/** What the beginning of an uploaded file tells about it. */
export type CsvStart = { readonly delimiter: string } | { readonly code: string; readonly reason: string };

const DELIMITERS = [',', ';', '\t', '|'] as const;

/**
 * Looks at the beginning of a file: is it CSV in UTF-8, and what parts its cells?
 *
 * @param bytes the beginning, at least the whole first line unless the file is longer than this in one line
 * @param isWhole whether this is the whole file; otherwise a character may be cut at its end
 */
export function readCsvStart(bytes: Uint8Array, isWhole: boolean): CsvStart {
  if (bytes.length === 0)
    return { code: 'EMPTY_FILE', reason: 'The file is empty. The first line must name the columns.' };
  if (startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff]))
    return encoding('The file is encoded as UTF-16.');
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]) || startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) {
    return { code: 'NOT_CSV', reason: 'This is a spreadsheet, not a CSV file. Open it and save it as "CSV UTF-8".' };
  }
  if (bytes.includes(0)) return { code: 'NOT_CSV', reason: 'This is not a text file. Save your list as "CSV UTF-8".' };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !isWhole });
  } catch {
    return encoding('The file is not encoded as UTF-8.');
  }
  return { delimiter: delimiterOf(firstLine(text)) };
}

function encoding(what: string): CsvStart {
  return { code: 'INVALID_ENCODING', reason: `${what} Save it as "CSV UTF-8" and upload it again.` };
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

function firstLine(text: string): string {
  return /^(?:[^\r\n"]|"[^"]*"?)*/.exec(text)?.[0] ?? '';
}

/** The separator that parts the header into most cells; separators inside quotes do not count. */
function delimiterOf(line: string): string {
  const bare = line.replace(/"[^"]*"?/g, '');
  const counts = DELIMITERS.map((delimiter) => bare.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}
