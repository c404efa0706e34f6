import { sharedRules } from '../shared-rules';
import { csvLine, defuseCell, undefuseCell } from './csv-cell';
import { readCsvHeader } from './csv-header';
import { joinTags, readCsvRow, splitTags } from './csv-row';
import { readCsvStart } from './csv-start';
import { exportFileName } from './csv-export';

describe('cells', () => {
  it.each([
    '=1+1',
    '+447700900123',
    '-5',
    '@x',
    "'=x",
    "''+x",
    '\tx',
    '\rx',
    '\0',
    '＝1',
    "'",
    "'hello",
    'plain',
    '',
    'a=b',
  ])('survive defusing and come back: %j', (text) => {
    const cell = defuseCell(text);
    expect(cell).not.toMatch(/^[=+\-@\t\r\0＝]/);
    expect(undefuseCell(cell)).toBe(text);
  });

  it('are quoted by RFC 4180', () => {
    expect(csvLine(['a', 'b,c', 'd "e"', 'f\r\ng', '+1', ''])).toBe(`a,"b,c","d ""e""","f\r\ng","'+1",\r\n`);
  });

  it.each([[['a', 'b']], [['a,b']], [['a|b', 'c']], [['a, b', 'c']], [[]]])('carry tags: %j', (tags) => {
    expect(splitTags(joinTags(tags))).toEqual(tags);
  });
});

describe('the start of a file', () => {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  it.each([
    ['name,email\nA;B;C,x', ','],
    ['name;email\n', ';'],
    ['name\temail', '\t'],
    ['"a,b,c";name\n', ';'],
    ['name', ','],
    ['\ufeffname;x', ';'],
  ])('%j is parted by %j', (text, delimiter) => {
    expect(readCsvStart(bytes(text), true)).toEqual({ delimiter });
  });

  it.each([
    ['nothing', new Uint8Array(), 'EMPTY_FILE'],
    ['UTF-16', Uint8Array.of(0xff, 0xfe, 0x6e, 0), 'INVALID_ENCODING'],
    ['Latin 1', Uint8Array.of(0x6e, 0xe9, 0x0a), 'INVALID_ENCODING'],
    ['a workbook', Uint8Array.of(0x50, 0x4b, 3, 4), 'NOT_CSV'],
    ['bytes', Uint8Array.of(0x6e, 0), 'NOT_CSV'],
  ])('refuses %s', (_what, input, code) => {
    expect(readCsvStart(input, true)).toMatchObject({ code });
  });

  it('may end in the middle of a character', () => {
    expect(readCsvStart(bytes('name,é').slice(0, -1), false)).toEqual({ delimiter: ',' });
    expect(readCsvStart(bytes('name,é').slice(0, -1), true)).toMatchObject({ code: 'INVALID_ENCODING' });
  });
});

describe('the header', () => {
  it.each([
    ['Name', 'name'], ['FULL NAME', 'name'], ['First_Name', 'firstName'], ['E-Mail', 'email'], ['e-mail address', 'email'], ['Mobile', 'phone'],
    ['telephone', 'phone'], ['RSVP', 'rsvpStatus'], ['Status', 'rsvpStatus'], ['Plus Ones', 'plusOnes'], ["'+1", 'plusOnes'], ['+1', 'plusOnes'],
    ['Tags', 'tags'], ['time zone', 'timeZone'], ['attributes.Table_No', 'attributes.Table_No'], ['id', 'id'],
  ])('%s is %s', (header, field) => {
    const read = readCsvHeader(field === 'name' ? [header] : ['name', header]);
    expect('columns' in read && read.columns.at(-1)?.field).toBe(field);
  }); // prettier-ignore

  it('names what it ignores, but not what our own export adds', () => {
    expect(
      readCsvHeader(['name', 'Shoe size', '', 'attributes.bad key', 'rsvpAnsweredAt', 'constructor']),
    ).toMatchObject({
      ignored: ['Shoe size', 'attributes.bad key', 'constructor'],
    });
  });

  it.each([
    [['email'], 'MISSING_COLUMN'],
    [['firstName'], 'MISSING_COLUMN'],
    [['name', 'mail', 'E-mail'], 'DUPLICATE_COLUMN'],
  ])('refuses %j', (cells, code) => {
    expect(readCsvHeader(cells)).toMatchObject({ code });
  });
});

describe('a line', () => {
  const read = (header: string, line: string): ReturnType<typeof readCsvRow> => {
    const columns = readCsvHeader(header.split(','));
    if ('reason' in columns) throw new Error(columns.reason);
    return readCsvRow(7, line.split(','), columns.columns, columns.width, sharedRules);
  };

  it.each([
    ['name', ' Ama ', { name: 'Ama' }],
    ['first name,surname', 'Ama,Mensah', { name: 'Ama Mensah', firstName: 'Ama' }],
    ['name,phone', "Ama,'+44 7700 900123", { name: 'Ama', phone: '+447700900123' }],
    ['name,rsvp', 'Ama,Yes', { name: 'Ama', rsvpStatus: 'attending' }],
    ['name,rsvp', 'Ama,NOT coming', { name: 'Ama', rsvpStatus: 'declined' }],
    ['name,rsvp', 'Ama,Tentative', { name: 'Ama', rsvpStatus: 'maybe' }],
    ['name,rsvp', 'Ama,no reply', { name: 'Ama', rsvpStatus: 'pending' }],
    ['name,+1', 'Ama,3', { name: 'Ama', plusOnes: 3 }],
    ['name,tags', 'Ama,a; b ;', { name: 'Ama', tags: ['a', 'b'] }],
    ['name,attributes.table', "Ama,'-5", { name: 'Ama', attributes: { table: '-5' } }],
    ['name,email,rsvp', 'Ama', { name: 'Ama' }],
  ])('%s | %s', (header, line, given) => {
    expect(read(header, line)).toEqual({ row: { line: 7, id: null, given } });
  });

  it('keeps an id only when it can be one of ours', () => {
    expect(read('name,id', 'A,17')).toMatchObject({ row: { id: null } });
    expect(read('name,id', 'A,0190000A-0000-7000-8000-000000000000')).toMatchObject({
      row: { id: '0190000a-0000-7000-8000-000000000000' },
    });
  });

  it.each([
    ['name,email', ',a@example.test', 'name', 'MISSING'],
    ['Guest,E-mail', 'Ama,nope', 'E-mail', 'INVALID_EMAIL'],
    ['name,Answer', 'Ama,perhaps later', 'Answer', 'INVALID_STATUS'],
    ['name,+1', 'Ama,two', '+1', 'INVALID_NUMBER'],
    ['name,email', 'Ama,,more', null, 'TOO_MANY_CELLS'],
    ['name', 'Zo\ufffd', null, 'INVALID_ENCODING'],
  ])('%s | %s is refused', (header, line, column, code) => {
    expect(read(header, line)).toEqual({ problems: [expect.objectContaining({ line: 7, column, code })] });
  });

  it('with nothing in it is nothing', () => {
    expect(read('name,email', ' , ')).toBeNull();
  });
});

it.each([
  ['Ama & Kofi: Été 2027!', 'guests-ama-kofi-ete-2027.csv'],
  ['"; x="\r\n', 'guests-x.csv'],
  ['祝', 'guests.csv'],
])('the file of %j is called %s', (name, file) => {
  expect(exportFileName(name)).toBe(file);
});
