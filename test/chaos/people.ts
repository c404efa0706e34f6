import { randomUUID } from 'node:crypto';
import type { Answer, Client } from '../harness/client';
import { anEvent, aPerson, daysAhead, type Person } from '../harness/people';
import type { Deployment } from './deployment';
import { CONTENT_SID } from './doubles/phone-double';
import { pause, type TakenMail } from './doubles/provider-double';
import type { Fault, Strikes } from './faults';
import { postInbound } from './receipt-wires';

type Channel = TakenMail['channel'];

/** How long a statement that began before a commit may go on: what it does is no breach. */
export const BAN_MARGIN_MS = 1000;
const PAUSED_MS = 2500 + BAN_MARGIN_MS;

/** A time in which no intent may begin, of a whole message or of the deliveries to one address. Instants in ms. */
export interface Ban {
  readonly what: string;
  readonly messageId: string | null;
  readonly organizationId: string | null;
  readonly channel: Channel | null;
  readonly address: string | null;
  readonly from: number;
  readonly to: number;
}

type EventName = 'main' | 'moved' | 'calledOff' | 'foreign' | 'small' | 'last';

/** Messages to a whole guest list, which share out the deliveries of a round: 8 mails, 4 SMS, 5 invitations. */
const BIG_MESSAGES = 17;
/** How many of them go to phones. */
export const PHONE_SHARE = 8 / BIG_MESSAGES;

/** The people of one deployment: they write messages and change their minds in the middle. */
export class People {
  readonly bans: Ban[] = [];
  /** Every message that was posted. */
  readonly messages: { readonly id: string; readonly path: string; readonly by: 'owner' | 'stranger' }[] = [];
  /** Reminders that must never leave: their event was moved or called off in time. */
  readonly stoppedReminders: string[] = [];

  private constructor(
    private readonly deployment: Deployment,
    private readonly owner: Person,
    /** Of another organization, with guests of the same addresses. */
    private readonly stranger: Person,
    private readonly strikes: Strikes,
    private readonly events: Readonly<Record<EventName, string>>,
    private readonly stormMs: number,
  ) {}

  /** @param deliveries how many rows the messages of this deployment shall make together */
  static async arrive(deployment: Deployment, strikes: Strikes, deliveries: number, stormMs: number): Promise<People> {
    const owner = await aPerson(deployment.client());
    const stranger = await aPerson(deployment.client());
    // far more than is needed, so that it is only counted
    const plenty = { email: 1_000_000, sms: 1_000_000, whatsapp: 1_000_000 };
    const quota = await owner.client.request('PUT', '/v1/quota', { body: plenty });
    if (quota.status !== 200) throw new Error(`quota: ${quota.status} ${quota.text}`);
    await Promise.all([owner, stranger].map(approveTemplate));
    const guests = Math.ceil(deliveries / BIG_MESSAGES);
    const sizes: Record<EventName, number> = {
      main: guests,
      moved: guests,
      calledOff: guests,
      foreign: guests,
      small: 20,
      last: Math.max(40, Math.ceil(deliveries / 20)),
    };
    const events = {} as Record<EventName, string>;
    for (const [name, count] of Object.entries(sizes) as [EventName, number][]) {
      const person = name === 'foreign' ? stranger : owner;
      events[name] = (await anEvent(person, { name })).id;
      // the stranger's guests have the addresses of ours
      await addGuests(deployment, person, events[name], name === 'foreign' ? 'main' : name, count);
    }
    return new People(deployment, owner, stranger, strikes, events, stormMs);
  }

  /** Everything the people do while the storm blows; returns when they are done. */
  async live(): Promise<void> {
    const step = (share: number): Promise<void> => pause(this.stormMs * share);
    await Promise.all([
      this.pauseAndResume('email'),
      this.suppress(),
      this.post(this.stranger, this.events.foreign, 'From somebody else'),
      this.post(this.stranger, this.events.foreign, 'From somebody else', { channel: 'sms' }),
      this.pauseInvitations(),
      step(0.05).then(() => this.moveEvent()),
      step(0.1).then(() => this.cancel('email')),
      step(0.1).then(() => this.pauseAndResume('sms')),
      step(0.15).then(() => this.callOff()),
      step(0.2).then(() => this.plan()),
      step(0.25).then(() => this.invite(this.stranger, this.events.foreign)),
      step(0.3).then(() => this.expire()),
      step(0.35).then(() => this.cancel('sms')),
      step(0.4).then(() => this.writeStop()),
      step(0.45).then(() => this.invite(this.owner, this.events.moved, { again: true })),
    ]);
  }

  /** A message to twenty guests, for whoever wants to see somebody claim or send one. */
  async postSmall(channel: Channel = 'email'): Promise<string | null> {
    return (await this.post(this.owner, this.events.small, 'Small', { channel }).catch(() => null))?.id ?? null;
  }

  /** A message over each channel on an event of its own, after the storm. */
  postLast(): Promise<{ id: string; path: string }[]> {
    const { last } = this.events;
    return Promise.all([
      this.post(this.owner, last, 'During a deploy'),
      this.post(this.owner, last, 'During a deploy', { channel: 'sms' }),
      this.invite(this.owner, last),
    ]);
  }

  /** Lets go on what a pause left behind whose answer was lost. */
  async resumeAll(): Promise<void> {
    for (const { id, path } of this.messages) {
      const [row] = await this.deployment.rows<{ status: string }>('select status from messages where id = $1', [id]);
      if (row?.status === 'paused') await this.insist((client) => client.post(`${path}/resume`));
    }
  }

  /** Whether every message has come to its end. */
  async areOver(): Promise<boolean> {
    const rows = await this.deployment.rows<{ open: number }>(
      `select count(*)::int as open from messages where id = any ($1::uuid[]) and status not in ('sent', 'cancelled', 'failed')`,
      [this.messages.map(({ id }) => id)],
    );
    return rows[0]!.open === 0;
  }

  /** Asks one API after the other for a message, as the one who wrote it. */
  async show(path: string, by: 'owner' | 'stranger'): Promise<Answer[]> {
    const { token } = (by === 'owner' ? this.owner : this.stranger).client;
    return Promise.all(this.deployment.apiUrls.map(() => this.deployment.client(token).get(path)));
  }

  private async pauseAndResume(channel: Channel): Promise<void> {
    const message = await this.post(this.owner, this.events.main, 'Paused', { channel });
    await this.pauseInTheMiddle(message, 'message paused and resumed');
  }

  private async pauseInvitations(): Promise<void> {
    const message = await this.invite(this.owner, this.events.main);
    await this.pauseInTheMiddle(message, 'invitations paused and resumed');
  }

  private async pauseInTheMiddle({ id, path }: { id: string; path: string }, fault: Fault): Promise<void> {
    await this.whenUnderWay(id);
    if (!(await this.insist((client) => client.post(`${path}/pause`)))) return;
    const from = Date.now();
    await pause(PAUSED_MS);
    const to = Date.now();
    if (!(await this.insist((client) => client.post(`${path}/resume`)))) return;
    this.ban('paused', { messageId: id, from, to });
    this.strikes.add(fault);
  }

  private async cancel(channel: Channel): Promise<void> {
    const { id, path } = await this.post(this.owner, this.events.main, 'Cancelled', { channel });
    await this.whenUnderWay(id, 0.5);
    if (!(await this.insist((client) => client.delete(path)))) return;
    this.ban('cancelled', { messageId: id });
    this.strikes.add('message cancelled in the middle');
  }

  /** Some who have an SMS of ours write STOP while the next one is on its way to them. */
  private async writeStop(): Promise<void> {
    const { id } = await this.post(this.owner, this.events.main, 'Unwanted', { channel: 'sms' });
    await this.whenUnderWay(id);
    const waiting = await this.deployment.rows<{ address_key: string }>(
      `select d.address_key from deliveries d
        where d.message_id = $1 and d.status = 'pending'
          and exists (select 1 from deliveries o where o.organization_id = d.organization_id and o.channel = 'sms'
                       and o.address_key = d.address_key and o.status in ('accepted', 'sent', 'delivered'))
        order by d.id desc limit 5`,
      [id],
    );
    for (const { address_key: address } of waiting) {
      if (!(await this.isStopped(address))) continue;
      this.ban('STOP was written', { channel: 'sms', address, organizationId: this.owner.organizationId });
      this.strikes.add('STOP written in the middle');
    }
  }

  /** @returns whether the word is known by now: it is stored first, and Twilio does not come again */
  private async isStopped(phone: string): Promise<boolean> {
    let isTaken = false;
    for (let attempt = 0; attempt < 60; attempt++) {
      isTaken ||= (await postInbound(this.deployment, phone, 'Stop').catch(() => 'later')) === 'taken';
      const [row] = await this.deployment.rows(
        `select 1 from suppressions where organization_id = $1 and channel = 'sms' and address_key = $2 and reason = 'stop'`,
        [this.owner.organizationId, phone],
      );
      if (row !== undefined) return true;
      await pause(200);
    }
    return false;
  }

  private async suppress(): Promise<void> {
    const { id } = await this.post(this.owner, this.events.main, 'Suppressed');
    await this.whenUnderWay(id);
    const waiting = await this.deployment.rows<{ address_key: string }>(
      `select address_key from deliveries where message_id = $1 and status = 'pending' order by id desc limit 5`,
      [id],
    );
    for (const { address_key: address } of waiting) {
      const body = { channel: 'email', address };
      if (!(await this.insist((client) => client.post('/v1/suppressions', body)))) continue;
      this.ban('suppressed', { channel: 'email', address, organizationId: this.owner.organizationId });
      this.strikes.add('address suppressed in the middle');
    }
  }

  /** The broadcast goes on; reminders are planned anew, also the one that was just about to leave. */
  private async moveEvent(): Promise<void> {
    const event = this.events.moved;
    await this.invite(this.owner, event, { channel: 'email' });
    const { id } = await this.post(this.owner, event, 'About the moved event');
    await this.whenUnderWay(id);
    const stop = await this.aReminderIsDue(event);
    const change = { startsAtLocal: daysAhead(80) };
    if (!(await this.insist((client) => client.patch(`/v1/events/${event}`, change)))) return;
    stop();
    this.strikes.add('event moved in the middle');
  }

  /** Everything about it stops: what is running, what is planned. */
  private async callOff(): Promise<void> {
    const event = this.events.calledOff;
    const invitation = await this.invite(this.owner, event);
    const { id } = await this.post(this.owner, event, 'About the event that is called off');
    await this.whenUnderWay(id, 0.5);
    const stop = await this.aReminderIsDue(event);
    if (!(await this.insist((client) => client.post(`/v1/events/${event}/cancel`)))) return;
    stop();
    for (const messageId of [id, invitation.id]) this.ban('event called off', { messageId });
    this.strikes.add('event cancelled in the middle');
  }

  private async plan(): Promise<void> {
    const sendAt = new Date(Date.now() + this.stormMs * 0.15).toISOString();
    await this.tryToPost(this.owner, this.events.main, 'Planned', { mode: 'schedule', sendAt });
  }

  /** Its time is over before everybody has got it. */
  private async expire(): Promise<void> {
    const expiresAt = new Date(Date.now() + Math.max(3000, this.stormMs * 0.3)).toISOString();
    await this.tryToPost(this.owner, this.events.main, 'Expires', { expiresAt });
  }

  /** Brings one reminder of an event close. @returns to be called when it must not leave any more */
  private async aReminderIsDue(eventId: string): Promise<() => void> {
    const dueInMs = 6000;
    const [reminder] = await this.deployment.rows<{ id: string }>(
      `update messages set send_at = clock_timestamp() + make_interval(secs => $2)
        where id = (select id from messages where event_id = $1 and kind = 'reminder_1d') returning id`,
      [eventId, dueInMs / 1000],
    );
    const dueAt = Date.now() + dueInMs;
    return () => {
      if (reminder !== undefined && Date.now() < dueAt - BAN_MARGIN_MS) this.stoppedReminders.push(reminder.id);
    };
  }

  private ban(what: string, over: Partial<Ban>): void {
    const open = {
      messageId: null,
      organizationId: null,
      channel: null,
      address: null,
      from: Date.now(),
      to: Infinity,
    };
    const ban = { what, ...open, ...over };
    this.bans.push({ ...ban, from: ban.from + BAN_MARGIN_MS });
  }

  private async post(
    person: Person,
    eventId: string,
    subject: string,
    over: { channel?: Channel } = {},
  ): Promise<{ id: string; path: string }> {
    const message = await this.tryToPost(person, eventId, subject, over);
    if (message === null) throw new Error(`"${subject}" was not taken`);
    return message;
  }

  /** @returns null when its time was over before anybody could take it */
  private async tryToPost(
    person: Person,
    eventId: string,
    subject: string,
    over: object = {},
  ): Promise<{ id: string; path: string } | null> {
    const { channel = 'email' } = over as { channel?: Channel };
    const body = {
      mode: 'now',
      channel,
      audience: 'everyone',
      ...(channel === 'email' && { subject }),
      body: 'Hello {{guest_name}}, see you at {{venue}}.',
      ...over,
    };
    const answer = await this.add(person, `/v1/events/${eventId}/messages`, body);
    return answer === null ? null : this.note(person, eventId, answer.body.id);
  }

  /** Invites everybody, by WhatsApp unless said otherwise. */
  private async invite(person: Person, eventId: string, over: object = {}): Promise<{ id: string; path: string }> {
    const body = { channel: 'whatsapp', audience: 'everyone', ...over };
    const answer = await this.add(person, `/v1/events/${eventId}/invitations`, body);
    if (answer === null) throw new Error('the invitation was not taken');
    return this.note(person, eventId, answer.body.messageId);
  }

  private note(person: Person, eventId: string, id: string): { id: string; path: string } {
    const message = { id, path: `/v1/events/${eventId}/messages/${id}` };
    if (!this.messages.some((known) => known.id === id))
      this.messages.push({ ...message, by: person === this.owner ? 'owner' : 'stranger' });
    return message;
  }

  /** Asks until somebody does it, once. @returns null when its time was over before */
  private async add(person: Person, path: string, body: object): Promise<Answer | null> {
    const key = randomUUID();
    for (let attempt = 0; attempt < 100; attempt++) {
      const answer = await this.deployment
        .client(person.client.token)
        .post(path, body, { 'Idempotency-Key': key })
        .catch(() => null);
      if (answer?.status === 201) return answer;
      // the machine is so busy that the time was over before anybody took it
      if (['EXPIRES_TOO_EARLY', 'SEND_AT_IN_PAST'].includes(answer?.body?.errors?.[0]?.code ?? answer?.body?.code))
        return null;
      if (answer !== null && answer.status < 500 && answer.status !== 409)
        throw new Error(`post: ${answer.status} ${answer.text}`);
      await pause(200);
    }
    throw new Error(`nobody takes ${path} ${JSON.stringify(body)}`);
  }

  /** Asks again, at one API or the other, as people do. @returns whether somebody did it */
  private async insist(what: (client: Client) => Promise<Answer>): Promise<boolean> {
    for (let attempt = 0; attempt < 60; attempt++) {
      const answer = await what(this.deployment.client(this.owner.client.token)).catch(() => null);
      if (answer !== null && answer.status < 300) return true;
      if (answer !== null && answer.status >= 400 && answer.status < 500 && answer.status !== 409) return false;
      if (answer?.status === 409) return false;
      await pause(200);
    }
    return false;
  }

  /** A good part has left, and more is still to go. */
  private async whenUnderWay(messageId: string, share = 0.1): Promise<void> {
    for (let attempt = 0; attempt < 600; attempt++) {
      const [row] = await this.deployment.rows<{ tried: number }>(
        `select coalesce(avg((status <> 'pending')::int), 0)::float8 as tried from deliveries where message_id = $1`,
        [messageId],
      );
      if (row!.tried > share) return;
      await pause(50);
    }
  }
}

/** Their invitation by WhatsApp is approved. */
async function approveTemplate({ client }: Person): Promise<void> {
  const { items } = (await client.get('/v1/whatsapp/templates')).body;
  const path = `/v1/whatsapp/templates/${items.find(({ name }: any) => name === 'rsvp_invitation').id}`;
  await client.patch(path, { twilioContentSid: CONTENT_SID });
  const checked = await client.post(`${path}/check-approval`);
  if (checked.body?.isApproved !== true) throw new Error(`template: ${checked.status} ${checked.text}`);
}

/** Guests with a mailbox and a phone (a range that is kept for films and tests), the same for the same prefix. */
async function addGuests(
  deployment: Deployment,
  person: Person,
  eventId: string,
  prefix: EventName,
  count: number,
): Promise<void> {
  const range = ['main', 'moved', 'calledOff', 'small', 'last'].indexOf(prefix);
  await deployment.rows(
    `insert into guests (organization_id, event_id, name, first_name, email, email_key, phone, rsvp_status)
     select $1, $2, 'Guest ' || n, 'Guest', $3 || n || '@guests.test', $3 || n || '@guests.test', '+447700' || $4 || lpad(n::text, 5, '0'), 'attending'
       from generate_series(1, $5::int) n`,
    [person.organizationId, eventId, prefix, String(range), count],
  );
}
