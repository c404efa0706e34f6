import type { Random } from './random';
import { allTexts } from './values';
import type { WireRequest } from './wire';

const BOUNDARY = 'hostile-boundary';
const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** One file as a browser would upload it. */
export function upload(
  path: string,
  file: string | Buffer,
  over: { field?: string; filename?: string; tail?: string } = {},
): WireRequest {
  const { field = 'file', filename = 'guests.csv', tail = `\r\n--${BOUNDARY}--\r\n` } = over;
  const head = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${field}"; filename="${filename}"\r\ncontent-type: text/csv\r\n\r\n`;
  return {
    method: 'POST',
    path,
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
    body: Buffer.concat([Buffer.from(head), Buffer.from(file), Buffer.from(tail)]),
  };
}

const oddFiles: readonly (string | Buffer)[] = [
  '',
  '\n',
  '\ufeff',
  'name',
  'name\n',
  'name,name\nA,B\n',
  'email\na@b.test\n',
  'nothing,known\n1,2\n',
  '__proto__,name,constructor\n1,Ana,2\n',
  'name,attributes.__proto__\nAna,1\n',
  'name,attributes.constructor\nAna,1\n',
  `name,${Array.from({ length: 3_000 }, (_, i) => `attributes.a${i}`).join(',')}\nAna\n`,
  'name\n"never closed\nAna\n',
  'name\n"closed"too late\n',
  'name\n"""\n',
  'name\rAna\rKofi\r',
  'name;email\nAna;ana@guests.test\n',
  'name\temail\nAna\tana@guests.test\n',
  'name,email\nAna\n',
  'name,email\nAna,a@b.test,c,d,e\n',
  `name\n${'A'.repeat(200_000)}\n`,
  `name\n"${'A\n'.repeat(50_000)}"\n`,
  `name\n${','.repeat(100_000)}\n`,
  `name\n${'\n'.repeat(20_000)}`,
  `name,id\nAna,00000000-0000-7000-8000-000000000000\nAna,x\nAna,' or 1=1\n`,
  'name,plusOnes\nAna,-1\nAna,1e309\nAna,51\nAna,NaN\nAna,1.5\n',
  Buffer.from('\ufeffname\nAna\n', 'utf16le'),
  Buffer.from('name\nJosé\n', 'latin1'),
  Buffer.from([0x6e, 0x61, 0x6d, 0x65, 0x0a, 0xff, 0xfe, 0x00, 0x0a]),
  Buffer.alloc(5_000),
  Buffer.from('504b0304140000000800', 'hex'),
  '%PDF-1.7\nname\n',
  '<html><body>name</body></html>',
  'sep=,\nname\nAna\n',
];

const columns = [
  'name',
  'firstName',
  'email',
  'phone',
  'rsvpStatus',
  'plusOnes',
  'tags',
  'locale',
  'timeZone',
  'id',
  'attributes.table',
];

/** Files and uploads that nobody should make. */
export function fileAttacks(path: string, random: Random, count: number): WireRequest[] {
  const cells = Array.from({ length: count }, () => {
    const used = ['name', ...random.some(columns.slice(1), random.below(4))];
    const lines = Array.from({ length: 6 }, () => used.map(() => cell(random.pick(allTexts))).join(','));
    return upload(path, `${used.join(',')}\n${lines.join(random.pick(['\n', '\r\n']))}\n`);
  });
  const headers = random.some(allTexts, 30).map((text) => upload(path, `name,${cell(text)}\nAna,1\n`));
  const broken = [
    upload(path, 'name\nAna\n', { tail: '' }),
    upload(path, 'name\nAna\n', { tail: `\r\n--${BOUNDARY}` }),
    upload(path, 'name\nAna\n', { field: 'other' }),
    upload(path, 'name\nAna\n', { field: '__proto__' }),
    upload(path, 'name\nAna\n', { filename: '../../etc/passwd' }),
    upload(path, 'name\nAna\n', { filename: 'a"; x="y' }),
    upload(path, 'name\nAna\n', { filename: 'a\r\nX-Evil: 1' }),
    { method: 'POST', path, headers: { 'content-type': 'multipart/form-data' }, body: 'name\nAna\n' },
    { method: 'POST', path, headers: { 'content-type': 'multipart/form-data; boundary=' }, body: 'name\nAna\n' },
    {
      method: 'POST',
      path,
      headers: { 'content-type': `multipart/form-data; boundary=${'b'.repeat(500)}` },
      body: 'x',
    },
    { method: 'POST', path, headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` }, body: '' },
    {
      method: 'POST',
      path,
      headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
      body: '\0'.repeat(9_000),
    },
    { method: 'POST', path, headers: { 'content-type': 'text/csv' }, body: 'name\nAna\n' },
    { method: 'POST', path, headers: { 'content-type': 'application/json' }, body: '{"file":"name"}' },
    { method: 'POST', path },
  ];
  return [...cells, ...headers, ...oddFiles.map((file) => upload(path, file)), ...broken];
}

/** A file of good and hostile lines by turns: every good line has a name that begins with `Good`. With a NUL it would be no text; blank lines say nothing. */
export function mixedFile(): { file: string; good: number } {
  const hostile = allTexts.filter((text) => !text.includes('\0') && text.trim() !== '');
  const lines = hostile.map((text, i) => `${cell(text)},\nGood ${i},good${i}@guests.test\n`);
  return { file: `name,email\n${lines.join('')}`, good: hostile.length };
}

/** The cells of a CSV file, as a spreadsheet sees them. */
export function cellsOf(csv: string): string[] {
  return [...csv.matchAll(/(?:^|,|\r\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)].map(
    (match) => match[1]?.replaceAll('""', '"') ?? match[2] ?? '',
  );
}
