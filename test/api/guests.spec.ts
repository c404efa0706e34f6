import { aGuest, type Answer, type Person, startApi, type TestApi, uniqueWord } from '../harness';

let api: TestApi;
let owner: Person;
let event: { id: string };
let guests: string;

beforeAll(async () => {
  api = await startApi();
  owner = await api.person('Owner');
});
afterAll(() => api.close());
beforeEach(async () => {
  event = await api.event(owner);
  guests = `/v1/events/${event.id}/guests`;
});

async function collaborator(role: 'viewer' | 'editor'): Promise<Person> {
  const person = await api.person(role);
  await api.database.pool.query('insert into collaborators (event_id, user_id, role) values ($1, $2, $3)', [
    event.id,
    person.id,
    role,
  ]);
  return person;
}

function upload(csv: string | Buffer, { dryRun = false, field = 'file', as = owner } = {}): Promise<Answer> {
  const form = new FormData();
  form.append(field, new Blob([new Uint8Array(Buffer.from(csv))], { type: 'text/csv' }), 'guests.csv');
  return as.client.request('POST', `${guests}/import${dryRun ? '?dryRun=true' : ''}`, { raw: form });
}

async function listAll(): Promise<any[]> {
  const items: any[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Answer = await owner.client.get(`${guests}?limit=100${cursor ? `&cursor=${cursor}` : ''}`);
    items.push(...page.body.items);
    cursor = page.body.nextCursor;
  }
  return items;
}

describe('one guest', () => {
  it('is kept in its stored form and found again', async () => {
    const created = await owner.client.post(guests, {
      name: '  Ama   Mensah ',
      email: 'Ama@Example.test',
      phone: '07700 900123',
      locale: 'en_gb',
      tags: ['vip', ' family ', 'vip'],
      attributes: { table: 'A4', vegetarian: true, seats: 2 },
      plusOnes: 2,
    });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      name: 'Ama Mensah',
      email: 'Ama@Example.test',
      phone: '+447700900123',
      locale: 'en-GB',
      tags: ['vip', 'family'],
      attributes: { table: 'A4', vegetarian: true, seats: 2 },
      rsvpStatus: 'pending',
      rsvpAnsweredAt: null,
      invitationStatus: 'not_sent',
      invitationMethod: null,
      plusOnes: 2,
    });
    const found = await owner.client.get(`${guests}/${created.body.id}`);
    expect(found.body).toEqual(created.body);
  });

  it('changes only what is spoken of; null clears', async () => {
    const guest = await aGuest(owner, event.id, {
      name: 'Kofi',
      email: 'kofi@example.test',
      tags: ['vip'],
      plusOnes: 3,
    });
    const changed = await owner.client.patch(`${guests}/${guest.id}`, {
      email: null,
      plusOnes: null,
      rsvpStatus: 'attending',
    });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({
      name: 'Kofi',
      email: null,
      plusOnes: 0,
      tags: ['vip'],
      rsvpStatus: 'attending',
    });
    expect(changed.body.rsvpAnsweredAt).toEqual(expect.any(String));
    const undone = await owner.client.patch(`${guests}/${guest.id}`, { rsvpStatus: 'pending' });
    expect(undone.body.rsvpAnsweredAt).toBeNull();
  });

  it.each([
    ['phone', { phone: '12345' }],
    ['phone', { phone: '+1 2' }],
    ['email', { email: 'nobody' }],
    ['name', { name: 'Ama\nBcc: x' }],
    ['name', { name: null }],
    ['name', { name: 'a\u202eb' }],
    ['rsvpStatus', { rsvpStatus: 'yes' }],
    ['plusOnes', { plusOnes: 51 }],
    ['tags', { tags: ['a;b'] }],
    ['locale', { locale: 'not a locale' }],
    ['timeZone', { timeZone: 'Mars/Olympus' }],
    ['attributes.x y', { attributes: { 'x y': 1 } }],
    ['attributes.x', { attributes: { x: { deep: 1 } } }],
    ['invitationStatus', { invitationStatus: 'read' }],
  ])('is refused with the place: %s', async (path, change) => {
    const guest = await aGuest(owner, event.id, { name: 'Efua' });
    const refused = await owner.client.patch(`${guests}/${guest.id}`, change);
    expect([refused.status, refused.body.code, refused.body.errors?.[0]?.path]).toEqual([
      400,
      'VALIDATION_FAILED',
      path,
    ]);
    expect((await owner.client.get(`${guests}/${guest.id}`)).body).toEqual(guest);
  });

  it('is gone after a delete, for every route', async () => {
    const guest = await aGuest(owner, event.id, { name: 'Yaw' });
    expect((await owner.client.delete(`${guests}/${guest.id}`)).status).toBe(204);
    expect((await owner.client.get(`${guests}/${guest.id}`)).status).toBe(404);
    expect((await owner.client.patch(`${guests}/${guest.id}`, { name: 'Z' })).status).toBe(404);
    expect((await owner.client.delete(`${guests}/${guest.id}`)).status).toBe(404);
    expect(await listAll()).toEqual([]);
  });

  it('is hidden from foreigners, shown to viewers, changed by editors', async () => {
    const guest = await aGuest(owner, event.id, { name: 'Esi' });
    const [foreigner, viewer, editor] = [
      await api.person(),
      await collaborator('viewer'),
      await collaborator('editor'),
    ];
    const other = await api.event(foreigner);
    expect((await foreigner.client.get(`${guests}/${guest.id}`)).status).toBe(404);
    expect((await foreigner.client.get(`/v1/events/${other.id}/guests/${guest.id}`)).status).toBe(404);
    expect((await foreigner.client.patch(`/v1/events/${other.id}/guests/${guest.id}`, { name: 'X' })).status).toBe(404);
    expect((await viewer.client.get(`${guests}/${guest.id}`)).status).toBe(200);
    expect((await viewer.client.patch(`${guests}/${guest.id}`, { name: 'X' })).status).toBe(403);
    expect((await viewer.client.get(`${guests}.csv`)).status).toBe(403);
    expect((await upload('name\nX\n', { as: viewer })).status).toBe(403);
    expect((await editor.client.patch(`${guests}/${guest.id}`, { name: 'X' })).status).toBe(200);
    expect((await api.anonymous.get(guests)).status).toBe(401);
  });
});

describe('the list', () => {
  it('pages in a stable order and narrows', async () => {
    for (let i = 0; i < 7; i++)
      await aGuest(owner, event.id, {
        name: `Guest ${i}`,
        tags: i % 2 ? ['odd'] : [],
        rsvpStatus: i < 2 ? 'attending' : 'pending',
      });
    await aGuest(owner, event.id, { name: '100%_Ünal', email: 'unal@example.test', phone: '+447700900456' });
    const first = await owner.client.get(`${guests}?limit=5`);
    const second = await owner.client.get(`${guests}?limit=5&cursor=${first.body.nextCursor}`);
    expect([...first.body.items, ...second.body.items].map((guest: { name: string }) => guest.name)).toEqual([
      ...Array.from({ length: 7 }, (_, i) => `Guest ${i}`),
      '100%_Ünal',
    ]);
    expect(second.body.nextCursor).toBeNull();
    const names = async (query: string): Promise<string[]> =>
      (await owner.client.get(`${guests}?${query}`)).body.items.map((guest: { name: string }) => guest.name);
    expect(await names('q=guest%203')).toEqual(['Guest 3']);
    expect(await names('q=%25_')).toEqual(['100%_Ünal']);
    expect(await names('q=%C3%BCNAL')).toEqual(['100%_Ünal']);
    expect(await names('q=07700%20900456')).toEqual(['100%_Ünal']);
    expect(await names('q=UNAL@')).toEqual(['100%_Ünal']);
    expect(await names('tag=odd&rsvpStatus=attending')).toEqual(['Guest 1']);
    expect(await names('rsvpStatus=attending,declined')).toEqual(['Guest 0', 'Guest 1']);
    expect((await owner.client.get(`${guests}?rsvpStatus=bogus`)).status).toBe(400);
    expect((await owner.client.get(`${guests}?cursor=bogus`)).status).toBe(400);
  });
});

describe('segments', () => {
  it('count, list, change, guard and vanish', async () => {
    const segments = `/v1/events/${event.id}/segments`;
    await aGuest(owner, event.id, { name: 'A', rsvpStatus: 'attending', tags: ['family'] });
    await aGuest(owner, event.id, { name: 'B', rsvpStatus: 'attending' });
    const criteria = {
      all: [
        { field: 'rsvpStatus', op: 'is', value: 'attending' },
        { field: 'tags', op: 'has', value: 'family' },
      ],
    };
    const counted = await owner.client.post(`${segments}/count`, { criteria });
    expect([counted.status, counted.body]).toEqual([
      200,
      { count: 1, description: 'are attending and have the tag "family"' },
    ]);
    const made = await owner.client.post(segments, { name: 'Family', criteria });
    expect(made.status).toBe(201);
    expect((await owner.client.post(segments, { name: 'FAMILY', criteria })).body.code).toBe('ALREADY_EXISTS');
    expect((await owner.client.get(`${guests}?segmentId=${made.body.id}`)).body.items).toHaveLength(1);
    const unknown = await owner.client.post(segments, {
      name: 'Bad',
      criteria: { field: 'shoeSize', op: 'is', value: 1 },
    });
    expect([unknown.status, unknown.body.code, unknown.body.errors[0].path]).toEqual([
      400,
      'INVALID_AUDIENCE',
      'criteria.field',
    ]);
    const changed = await owner.client.patch(`${segments}/${made.body.id}`, { name: 'Kin', version: 1 });
    expect(changed.body).toMatchObject({ name: 'Kin', version: 2, criteria });
    expect((await owner.client.patch(`${segments}/${made.body.id}`, { name: 'Kin 2', version: 1 })).body.code).toBe(
      'STALE_VERSION',
    );
    await api.database.pool.query(
      `insert into messages (organization_id, event_id, kind, channel, audience, segment_id, body, status) values ($1, $2, 'broadcast', 'sms', 'segment', $3, 'x', 'draft')`,
      [owner.organizationId, event.id, made.body.id],
    );
    const inUse = await owner.client.delete(`${segments}/${made.body.id}`);
    expect([inUse.status, inUse.body.code]).toEqual([409, 'SEGMENT_IN_USE']);
    await api.database.pool.query('delete from messages where event_id = $1', [event.id]);
    expect((await owner.client.delete(`${segments}/${made.body.id}`)).status).toBe(204);
    expect((await owner.client.get(`${segments}/${made.body.id}`)).status).toBe(404);
    expect((await owner.client.get(segments)).body).toEqual({ items: [], nextCursor: null });
  });
});

describe('the import', () => {
  const list = [
    '\ufeffName;E-mail;Mobile;RSVP;+1;Tags;Attributes.table;Shoe size',
    'Ama Mensah;ama@example.test;+447700900001;yes;2;vip,family;A1;38',
    '"Kofi ""K"" Boateng";;+447700900002;;;;;',
    'Both One;shared@example.test;;no;;;;',
    'Both Two;shared@example.test;;maybe;;;;',
    ';nobody@example.test;;;;;;',
    'Bad Phone;;12;;;;;',
    '',
    'Plain Person;;;;;;;',
  ].join('\r\n');

  it('takes the good lines and names the bad ones', async () => {
    const answer = await upload(list);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      dryRun: false,
      created: 5,
      updated: 0,
      skipped: 0,
      errorCount: 2,
      ignoredColumns: ['Shoe size'],
    });
    expect(answer.body.errors.map(({ line, column, code }: any) => [line, column, code])).toEqual([
      [6, 'Name', 'MISSING'],
      [7, 'Mobile', 'INVALID_PHONE'],
    ]);
    const stored = await listAll();
    expect(stored.map((guest) => guest.name)).toEqual([
      'Ama Mensah',
      'Kofi "K" Boateng',
      'Both One',
      'Both Two',
      'Plain Person',
    ]);
    expect(stored[0]).toMatchObject({
      rsvpStatus: 'attending',
      plusOnes: 2,
      tags: ['vip', 'family'],
      attributes: { table: 'A1' },
      phone: '+447700900001',
    });
  });

  it('changes nothing the second time, and what is new the third', async () => {
    await upload(list);
    expect((await upload(list)).body).toMatchObject({ created: 0, updated: 0, skipped: 5 });
    const changed = await upload(
      'name,email,firstName,rsvp\nAMA  mensah,AMA@example.test,Ama,\nBoth One,shared@example.test,,pending\n',
    );
    expect(changed.body).toMatchObject({ created: 0, updated: 1, skipped: 1 });
    const both = (await listAll()).find((guest) => guest.name === 'Both One');
    expect(both.rsvpStatus).toBe('declined');
  });

  it('writes nothing in a dry run and says the same', async () => {
    const twice = `${list}\r\nPlain person;;;yes;;;;\r\nPlain person;;;yes;;;;`;
    const rehearsed = await upload(twice, { dryRun: true });
    expect(rehearsed.body).toMatchObject({ dryRun: true, created: 5, updated: 1, skipped: 1, errorCount: 2 });
    expect(await listAll()).toEqual([]);
    const real = await upload(twice);
    expect({ ...real.body, dryRun: true }).toEqual(rehearsed.body);
  });

  it('takes its own export back without a change, hostile values included', async () => {
    await aGuest(owner, event.id, {
      name: '=HYPERLINK("http://x")',
      phone: '+447700900003',
      tags: ['a,b'],
      attributes: { note: "'=quoted", minus: -5, flag: false, text: 'two\nlines, "quoted"' },
    });
    await aGuest(owner, event.id, { name: '@cmd', email: 'cmd@example.test', rsvpStatus: 'maybe' });
    await aGuest(owner, event.id, {
      name: '{{rsvp_link}}',
      tags: ['x', 'y z'],
      timeZone: 'Europe/Paris',
      locale: 'fr',
    });
    const before = await listAll();
    const exported = await owner.client.get(`${guests}.csv`);
    expect(exported.status).toBe(200);
    expect(exported.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(exported.headers.get('content-disposition')).toBe('attachment; filename="guests-summer-party.csv"');
    expect(exported.text).toMatch(/^name,firstName,email,phone,/);
    for (const cell of exported.text.split(/[,\r\n]+/)) expect(cell.replace(/^"/, '')).not.toMatch(/^[=+\-@]/);
    const back = await upload(exported.text);
    expect(back.body).toMatchObject({ created: 0, updated: 0, skipped: 3, errors: [], ignoredColumns: [] });
    expect(await listAll()).toEqual(before);
    const other = await api.event(owner);
    guests = `/v1/events/${other.id}/guests`;
    expect((await upload(exported.text)).body).toMatchObject({ created: 3, errors: [] });
    expect((await listAll()).map(({ name, tags }) => [name, tags])).toEqual(
      before.map(({ name, tags }) => [name, tags]),
    );
  });

  it('counts physical lines, also through quoted line breaks', async () => {
    const answer = await upload(
      'name,attributes.note,email\r\nA,"x\r\ny\r\nz",\r\n\r\nB,,bad\r\nC,,,,extra\r\nD,"never closed,',
    );
    expect(answer.body.errors.map(({ line, code }: any) => [line, code])).toEqual([
      [6, 'INVALID_EMAIL'],
      [7, 'TOO_MANY_CELLS'],
      [8, 'UNCLOSED_QUOTE'],
    ]);
    expect(answer.body.created).toBe(1);
  });

  it.each([
    ['no file', 'MISSING_FILE', () => upload('name\nA\n', { field: 'other' })],
    ['no name column', 'MISSING_COLUMN', () => upload('email\na@example.test\n')],
    ['an empty file', 'EMPTY_FILE', () => upload('')],
    ['UTF-16', 'INVALID_ENCODING', () => upload(Buffer.from('\ufeffname\nA\n', 'utf16le'))],
    ['Latin 1', 'INVALID_ENCODING', () => upload(Buffer.from('name\nZo\u00eb\n', 'latin1'))],
    ['a workbook', 'NOT_CSV', () => upload(Buffer.from('PK\u0003\u0004 ...'))],
    ['two name columns', 'DUPLICATE_COLUMN', () => upload('name,full name\nA,B\n')],
  ])('refuses %s', async (_what, code, send) => {
    const answer = await send();
    expect([answer.status, answer.body.code, answer.body.errors[0].code]).toEqual([400, 'VALIDATION_FAILED', code]);
  });

  it('refuses what is no upload, and a line without an end', async () => {
    const json = await owner.client.post(`${guests}/import`, { name: 'A' });
    expect([json.status, json.body.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    const broken = await owner.client.request('POST', `${guests}/import`, {
      raw: '--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\nname\nA',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    });
    expect([broken.status, broken.body.code]).toEqual([400, 'VALIDATION_FAILED']);
    const names = Array.from({ length: 1001 }, (_, i) => `Guest ${i}`).join('\n');
    const long = await upload(`name\n${names}\n"${'x'.repeat(200_000)}`);
    expect([long.status, long.body.code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    expect(long.body.detail).toContain('Line 1003');
    expect(long.body.imported).toEqual({ created: 1000, updated: 0, skipped: 0 });
  });

  it('adds nobody twice when the same file comes twice at once', async () => {
    const word = uniqueWord();
    const csv = `name,email\n${Array.from({ length: 2500 }, (_, i) => `G ${i},${word}${i}@example.test`).join('\n')}\n`;
    const answers = await Promise.all([upload(csv), upload(csv)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers.reduce((sum, { body }) => sum + Number(body.created), 0)).toBe(2500);
    expect(await listAll()).toHaveLength(2500);
  });
});
