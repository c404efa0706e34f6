import type { DomainError } from '@beckon/core';
import { checkContent, freezeContent, type FreezeInput } from './content';
import { layoutSource } from './domain/email-layout';
import { compileFrozen, renderContent } from './domain/render';
import { compileMjml } from './layout-compiler';
import { previewContent, sampleGuestValues } from './preview';

const event = { name: 'Ama & Kofi', startsAtLocal: '2027-06-01T18:00', venue: 'Hall', hostName: 'Efua' };
const input: FreezeInput = {
  channel: 'email',
  subject: 'Hi {{guest_first_name}}',
  body: 'See you at {{venue}}.\n\n{{rsvp_link}}',
  event,
  branding: {},
  isBroadcast: true,
  linkBase: 'https://b.test/',
};
const values = { guest_name: 'Ama <Mensah>', rsvp_link: 'https://b.test/r/R', unsubscribe_link: 'https://b.test/u/U' };

function refusal(work: () => unknown): DomainError {
  try {
    work();
  } catch (error) {
    return error as DomainError;
  }
  throw new Error('it was accepted');
}

describe('checkContent refuses', () => {
  it.each([
    ['no subject', { subject: null }, 'subject', 'REQUIRED'],
    ['a blank body', { body: ' \n ' }, 'body', 'REQUIRED'],
    ['a long subject', { subject: 'a'.repeat(201) }, 'subject', 'TOO_LONG'],
    ['a long SMS', { channel: 'sms', body: 'a'.repeat(1601) }, 'body', 'TOO_LONG'],
    ['a long mail', { body: 'a'.repeat(50_001) }, 'body', 'TOO_LONG'],
    ['a subject of two lines', { subject: 'a\r\nBcc: x@y.test' }, 'subject', 'HIDDEN_CHARACTERS'],
    ['a subject that turns text around', { subject: 'a\u202eb' }, 'subject', 'HIDDEN_CHARACTERS'],
    ['a tag', { body: '{% if x %}' }, 'body', 'INVALID_TEMPLATE'],
  ] as const)('%s', (_, change, path, code) => {
    const error = refusal(() => checkContent({ ...input, ...change }));
    expect(error.code).toBe('VALIDATION_FAILED');
    expect(error.details.errors).toMatchObject([{ path, code }]);
  });

  it('unknown placeholders, naming them, the known ones and what was probably meant', () => {
    const error = refusal(() => checkContent({ ...input, subject: '{{gest}}', body: '{{guest_nmae}} {{guest_nmae}}' }));
    expect(error.code).toBe('UNRESOLVED_TOKENS');
    expect(error.kind).toBe('invalid');
    expect(error.detail).toContain('{{guest_nmae}} is not a known placeholder. Did you mean {{guest_name}}?');
    expect(error.details.extra).toMatchObject({
      tokens: ['gest', 'guest_nmae'],
      known: expect.arrayContaining(['guest_name', 'rsvp_link']) as string[],
    });
    expect(error.details.errors?.map(({ path }) => path)).toEqual(['subject', 'body', 'body']);
  });

  it('values that the event does not have, unless a default stands for them', () => {
    const noVenue = { ...event, venue: ' ' };
    const error = refusal(() =>
      checkContent({ ...input, body: '{{venue}} {{event_location}} {{host_name}}' }, noVenue),
    );
    expect(error.code).toBe('UNRESOLVED_TOKENS');
    expect(error.details.extra).toMatchObject({ tokens: ['venue', 'event_location'] });
    expect(() => checkContent({ ...input, body: '{{venue | default: "a secret place"}}' }, noVenue)).not.toThrow();
    expect(() => checkContent({ ...input, body: '{{venue}}' })).not.toThrow();
  });
});

it('an SMS ignores a subject', () => {
  expect(checkContent({ channel: 'sms', subject: '{{nonsense}}', body: 'Hi' }).subject).toBeNull();
});

describe('a frozen mail', () => {
  it('is rendered for a guest, with the text as plain text and as HTML', async () => {
    const { subject, text, html } = renderContent(compileFrozen(await freezeContent(input)), values);
    expect(subject).toBe('Hi Ama');
    expect(text).toBe(
      'See you at Hall.\n\nhttps://b.test/r/R\n\n--\nYou get this because you are on the guest list of Ama & Kofi, hosted by Efua.\nUnsubscribe: https://b.test/u/U\n',
    );
    expect(html).toMatch(/^<!doctype html>\n<html lang="en-GB"/);
    expect(html).toContain('<a href="https://b.test/r/R" class="bk-button"');
    expect(html).toContain('<a href="https://b.test/u/U" class="bk-link"');
    expect(html).toContain('guest list of Ama &amp; Kofi, hosted by Efua.');
    expect(html).not.toMatch(/BECKON\.|undefined|null|\{\{/);
  });

  it('loads nothing from anywhere but the logo, and runs nothing', async () => {
    const branding = {
      logoUrl: 'https://img.test/l.png?a=1&b="2"',
      senderName: '<b>Efua',
      footer: 'One\nTwo <i>',
      accentColour: '#ff0000',
    };
    const { html: withBadLogo } = renderContent(compileFrozen(await freezeContent({ ...input, branding })), values);
    expect(withBadLogo).not.toContain('img.test');
    const { html } = renderContent(
      compileFrozen(
        await freezeContent({ ...input, branding: { ...branding, logoUrl: 'https://img.test/l.png?a=1&b=2' } }),
      ),
      values,
    );
    expect(html?.match(/\b(src|background|url\(|@import)[=(]?/g)?.filter((found) => found !== 'background')).toEqual([
      'src=',
    ]);
    expect(html).toContain('src="https://img.test/l.png?a=1&amp;b=2"');
    expect(html).toContain('&lt;b&gt;Efua');
    expect(html).toContain('One<br>Two &lt;i&gt;');
    expect(html).toContain('background:#ff0000');
    expect(html).not.toMatch(/<script|<link|fonts\.googleapis|javascript:/i);
  });

  it('has no unsubscribe link as a notice', async () => {
    const content = await freezeContent({ ...input, isBroadcast: false });
    const rendered = renderContent(compileFrozen(content), { ...values, unsubscribe_link: null });
    expect(rendered.html).not.toContain('Unsubscribe');
    expect(rendered.text).not.toContain('Unsubscribe');
  });

  it('never reads what an author or an event says as MJML, Liquid or a place of the layout', async () => {
    const hostile = '</mj-text><mj-raw>BECKON.BODY. BECKON.UNSUBSCRIBE. $& {{rsvp_link}}';
    const content = await freezeContent({
      ...input,
      event: { ...event, venue: hostile, name: hostile },
      branding: { footer: hostile, senderName: hostile },
    });
    const { text, html } = renderContent(compileFrozen(content), values);
    const escaped = hostile.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('$&', '$&amp;');
    expect(text).toContain(`See you at ${hostile}.`);
    expect(html?.split(escaped).length).toBeGreaterThanOrEqual(5);
    expect(html).not.toContain('<mj-');
  });

  it('is the same each time it is frozen', async () => {
    expect(JSON.stringify(await freezeContent(input))).toBe(JSON.stringify(await freezeContent(input)));
  });

  it('is refused when the event has lost a value', async () => {
    await expect(freezeContent({ ...input, event: { ...event, venue: null } })).rejects.toMatchObject({
      code: 'UNRESOLVED_TOKENS',
    });
  });
});

it('a frozen SMS is its text alone', async () => {
  const content = await freezeContent({ ...input, channel: 'sms' });
  expect(renderContent(compileFrozen(content), values)).toEqual({
    subject: null,
    text: 'See you at Hall.\n\nhttps://b.test/r/R',
    html: null,
  });
});

it.each([true, false])('the layout is valid MJML, with every piece: %s', async (on) => {
  const source = layoutSource({ hasLogo: on, hasSender: on, hasFooter: on, hasUnsubscribe: on });
  const coloured = source.replace(/BECKON\.(ACCENT|LINKDARK|LINKCOLOUR)\./g, '#123456');
  await expect(compileMjml(coloured, 'strict')).resolves.toContain('BECKON.BODY.');
  await expect(compileMjml(coloured.replace('mj-spacer', 'mj-nothing'), 'strict')).rejects.toThrow(/mj-nothing/);
});

describe('a preview', () => {
  it('shows what is unresolved as it was typed, and says so', async () => {
    const preview = await previewContent(
      { ...input, body: '{{guest_nmae}} at {{venue}}', event: { ...event, venue: null } },
      values,
    );
    expect(preview.text).toMatch(/^\{\{guest_nmae\}\} at \{\{venue\}\}\n/);
    expect(preview.unresolved).toEqual(['guest_nmae', 'venue']);
    expect(preview.problems.map(({ code }) => code)).toEqual(['UNKNOWN_PLACEHOLDER', 'EMPTY_EVENT_VALUE']);
  });

  it('equals the send', async () => {
    const sent = renderContent(compileFrozen(await freezeContent(input)), values);
    expect(await previewContent(input, values)).toMatchObject({
      ...sent,
      segments: null,
      unresolved: [],
      problems: [],
    });
  });

  it('names the fallbacks that stand for what the guest lacks', async () => {
    const body =
      '{{guest_first_name}} {{ guest_first_name | default: "friend" }} {{plus_ones}} {{guest_name}} {{venue | default: "soon"}}';
    const preview = await previewContent({ ...input, body, event: { ...event, venue: null } }, { guest_name: 'Ama M' });
    expect(preview.fallbacks).toEqual([
      { token: 'guest_first_name', value: 'Ama' },
      { token: 'guest_first_name', value: 'friend' },
      { token: 'plus_ones', value: '0' },
      { token: 'venue', value: 'soon' },
    ]);
  });

  it('marks what stands for a missing value in a second text, and leaves the first as it is sent', async () => {
    const lacking = { guest_name: 'Matthias Vogel' };
    const wanting = {
      ...input,
      subject: 'Doors open at six, {{guest_first_name}}',
      body: 'Dear {{ guest_first_name | default: "friend" | capitalize }} of {{guest_name}}, at {{venue | default: "<the hall>"}}',
      event: { ...event, venue: null },
    };
    const { marked, ...preview } = await previewContent(wanting, lacking);
    expect(preview.subject).toBe('Doors open at six, Matthias');
    expect(preview.text).toContain('Dear Friend of Matthias Vogel, at <the hall>');
    expect(marked?.subject).toBe('Doors open at six, \u2063Matthias\u2063');
    expect(marked?.text).toContain('Dear \u2063Friend\u2063 of Matthias Vogel, at \u2063<the hall>\u2063');
    expect(marked?.html).toContain('at \u2063&lt;the hall&gt;\u2063');
    expect(marked?.html?.replaceAll('\u2063', '')).toBe(preview.html);
    expect((await previewContent(input, { ...values, guest_first_name: 'Ama', plus_ones: 1 })).marked).toBeNull();
  });

  it('shows no marks where they would change the message', async () => {
    const body = '{{ guest_first_name | default: "https://harbour.test" }}';
    const { marked, html } = await previewContent({ ...input, body }, { guest_name: 'Ama Mensah' });
    expect(marked === null || marked.html?.replaceAll('\u2063', '') === html).toBe(true);
  });

  it('charges an SMS for what it says, not for marks', async () => {
    const { segments, expensiveCharacter, marked } = await previewContent(
      { ...input, channel: 'sms', body: `${'a'.repeat(140)} {{guest_first_name}}` },
      { guest_name: 'Ama Mensah' },
    );
    expect({ segments, expensiveCharacter }).toEqual({ segments: 1, expensiveCharacter: null });
    expect(marked?.text).toContain('\u2063Ama\u2063');
  });

  it('counts the parts of an SMS', async () => {
    const preview = await previewContent({ ...input, channel: 'sms', body: `${'a'.repeat(160)}{{plus_ones}}` }, values);
    expect(preview).toMatchObject({ subject: null, html: null, segments: 2 });
  });

  it('works for a guest who does not exist', async () => {
    const preview = await previewContent(input, sampleGuestValues('https://b.test'));
    expect(preview.text).toContain('https://b.test/r/preview');
    expect(preview.fallbacks).toEqual([]);
  });

  it('fails for what cannot be read', async () => {
    await expect(previewContent({ ...input, body: '{{' }, values)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });
});
