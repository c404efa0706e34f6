import { randomUUID } from 'node:crypto';
import type { Answer, Client } from '../harness/client';
import { anEvent, aPerson, daysAhead, type Person } from '../harness/people';
import type { Deployment } from './deployment';
import { pause } from './doubles/provider-double';
import type { Strikes } from './faults';

/** How long a statement that began before a commit may go on: what it does is no breach. */
export const BAN_MARGIN_MS = 1000;
const PAUSED_MS = 2500 + BAN_MARGIN_MS;

/** A time in which no intent may begin, of a whole message or of the deliveries to one address. Instants in ms. */
export interface Ban {
  readonly what: string;
  readonly messageId: string | null;
  readonly organizationId: string | null;
  readonly address: string | null;
  readonly from: number;
  readonly to: number;
}

type EventName = 'main' | 'moved' | 'calledOff' | 'foreign' | 'small' | 'last';

/** Messages to a whole guest list, which share out the deliveries of a round. */
const BIG_MESSAGES = 8;

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
    const quota = await owner.client.request('PUT', '/v1/quota', { body: { email: 1_000_000 } });
    if (quota.status !== 200) throw new Error(`quota: ${quota.status} ${quota.text}`);
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
      await invite(deployment, person, events[name], name === 'foreign' ? 'main' : name, count);
    }
    return new People(deployment, owner, stranger, strikes, events, stormMs);
  }

  /** Everything the people do while the storm blows; returns when they are done. */
  async live(): Promise<void> {
    const step = (share: number): Promise<void> => pause(this.stormMs * share);
    await Promise.all([
      this.pauseAndResume(),
      this.suppress(),
      this.post(this.stranger, this.events.foreign, 'From somebody else'),
      step(0.05).then(() => this.moveEvent()),
      step(0.1).then(() => this.cancel()),
      step(0.15).then(() => this.callOff()),
      step(0.2).then(() => this.plan()),
      step(0.3).then(() => this.expire()),
    ]);
  }

  /** A message to twenty guests, for whoever wants to see somebody claim one. */
  async postSmall(): Promise<string | null> {
    return (await this.post(this.owner, this.events.small, 'Small').catch(() => null))?.id ?? null;
  }

  /** A message on an event of its own, after the storm. */
  postLast(): Promise<{ id: string; path: string }> {
    return this.post(this.owner, this.events.last, 'During a deploy');
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

  private async pauseAndResume(): Promise<void> {
    const { id, path } = await this.post(this.owner, this.events.main, 'Paused');
    await this.whenUnderWay(id);
    if (!(await this.insist((client) => client.post(`${path}/pause`)))) return;
    const from = Date.now();
    await pause(PAUSED_MS);
    const to = Date.now();
    if (!(await this.insist((client) => client.post(`${path}/resume`)))) return;
    this.ban('paused', { messageId: id, from, to });
    this.strikes.add('message paused and resumed');
  }

  private async cancel(): Promise<void> {
    const { id, path } = await this.post(this.owner, this.events.main, 'Cancelled');
    await this.whenUnderWay(id, 0.5);
    if (!(await this.insist((client) => client.delete(path)))) return;
    this.ban('cancelled', { messageId: id });
    this.strikes.add('message cancelled in the middle');
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
      this.ban('suppressed', { address, organizationId: this.owner.organizationId });
      this.strikes.add('address suppressed in the middle');
    }
  }

  /** The broadcast goes on; reminders are planned anew, also the one that was just about to leave. */
  private async moveEvent(): Promise<void> {
    const event = this.events.moved;
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
    const { id } = await this.post(this.owner, event, 'About the event that is called off');
    await this.whenUnderWay(id, 0.5);
    const stop = await this.aReminderIsDue(event);
    if (!(await this.insist((client) => client.post(`/v1/events/${event}/cancel`)))) return;
    stop();
    this.ban('event called off', { messageId: id });
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
    const open = { messageId: null, organizationId: null, address: null, from: Date.now(), to: Infinity };
    const ban = { what, ...open, ...over };
    this.bans.push({ ...ban, from: ban.from + BAN_MARGIN_MS });
  }

  private async post(person: Person, eventId: string, subject: string): Promise<{ id: string; path: string }> {
    const message = await this.tryToPost(person, eventId, subject);
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
    const key = randomUUID();
    const body = {
      mode: 'now',
      channel: 'email',
      audience: 'everyone',
      subject,
      body: 'Hello {{guest_name}}, see you at {{venue}}.',
      ...over,
    };
    for (let attempt = 0; attempt < 100; attempt++) {
      const answer = await this.deployment
        .client(person.client.token)
        .post(`/v1/events/${eventId}/messages`, body, { 'Idempotency-Key': key })
        .catch(() => null);
      if (answer?.status === 201) {
        const message = { id: answer.body.id, path: `/v1/events/${eventId}/messages/${answer.body.id}` };
        if (!this.messages.some(({ id }) => id === message.id))
          this.messages.push({ ...message, by: person === this.owner ? 'owner' : 'stranger' });
        return message;
      }
      // the machine is so busy that the time was over before anybody took it
      if (['EXPIRES_TOO_EARLY', 'SEND_AT_IN_PAST'].includes(answer?.body?.errors?.[0]?.code ?? answer?.body?.code))
        return null;
      if (answer !== null && answer.status < 500 && answer.status !== 409)
        throw new Error(`post: ${answer.status} ${answer.text}`);
      await pause(200);
    }
    throw new Error(`nobody takes the message "${subject}"`);
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

async function invite(
  deployment: Deployment,
  person: Person,
  eventId: string,
  prefix: string,
  count: number,
): Promise<void> {
  await deployment.rows(
    `insert into guests (organization_id, event_id, name, first_name, email, email_key, rsvp_status)
     select $1, $2, 'Guest ' || n, 'Guest', $3 || n || '@guests.test', $3 || n || '@guests.test', 'attending' from generate_series(1, $4::int) n`,
    [person.organizationId, eventId, prefix, count],
  );
}
