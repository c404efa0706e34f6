import type { ReceiptFact } from './receipt-facts';
import { firstLine } from './smtp-outcome';

/** One delivery status notification, as far as it speaks of one of our mails. */
export interface DeliveryStatusNotification extends ReceiptFact {
  readonly deliveryId: string;
  /** Final-Recipient as the reporting server writes it; never taken for whom to suppress. */
  readonly finalRecipient: string | null;
}

/** `<d.{delivery id}@our.domain>`, as every mail of ours is called (`mime.ts`). */
const ownMessageId = /<?d\.([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@[^\s<>]+>?/i;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The delivery that a Message-ID of ours names, or null. */
export function deliveryIdInMessageId(text: string): string | null {
  return ownMessageId.exec(text)?.[1]?.toLowerCase() ?? null;
}

/**
 * Reads a bounce mail: `multipart/report` with a `message/delivery-status` part (RFC 3462, 3464) and the returned headers.
 *
 * @param raw the whole mail
 * @param receivedAt stands in for a time that cannot be read
 * @returns null when it is no such report, or does not name a delivery of ours
 */
export function readDsn(raw: string, receivedAt: Date): DeliveryStatusNotification | null {
  const mail = entityOf(raw.replace(/\r\n?/g, '\n'));
  if (!/^multipart\/report\b/i.test(mail.type)) return null;
  const parts = leavesOf(mail, 0);
  const status = parts.find(({ type }) => /^message\/(global-)?delivery-status\b/i.test(type));
  if (status === undefined) return null;
  const [aboutMessage = new Map<string, string>(), ...recipients] = status.body
    .split(/\n[ \t]*\n/)
    .filter((group) => group.trim() !== '')
    .map(fieldsOf);
  const recipient = recipients.find((fields) => fields.has('action'));
  if (recipient === undefined) return null;
  const returned = parts.find(({ type }) => /^(message\/(global|rfc822)|text\/rfc822-headers)/i.test(type));
  const deliveryId = deliveryIdOf(aboutMessage, returned, mail);
  const what = whatOf(recipient.get('action') ?? '', recipient.get('status') ?? '');
  if (deliveryId === null || what === null) return null;
  const diagnostic = recipient.get('diagnostic-code')?.slice(0, LONGEST_DIAGNOSTIC) ?? null;
  return {
    ...what,
    deliveryId,
    providerMessageId: null,
    errorCode: statusOf(recipient.get('status') ?? ''),
    detail: diagnostic === null ? null : firstLine(diagnostic.replace(/^\s*\w+\s*;\s*/, '')),
    occurredAt: instantOf(recipient.get('last-attempt-date') ?? aboutMessage.get('arrival-date'), receivedAt),
    finalRecipient: recipient.get('final-recipient')?.replace(/^[^;]*;\s*/, '') ?? null,
  };
}

/** Statuses (RFC 3463, 5248) that speak of the mailbox or its domain: as good as dead. */
const deadMailbox = /^5\.(1\.[1236]|1\.10|2\.1)$/;
const aboutUs = /^5\.7\./;
const aboutContent = /^5\.(3\.4|2\.3|6\.)/;

function whatOf(action: string, status: string): Pick<ReceiptFact, 'kind' | 'subtype'> | null {
  const code = statusOf(status) ?? '';
  switch (action.trim().toLowerCase()) {
    case 'failed':
      if (deadMailbox.test(code)) return { kind: 'bounce', subtype: 'permanent' };
      if (aboutUs.test(code)) return { kind: 'bounce', subtype: 'policy' };
      if (aboutContent.test(code)) return { kind: 'bounce', subtype: 'content' };
      return { kind: 'bounce', subtype: code === '' ? 'undetermined' : 'transient' };
    case 'delayed':
      return { kind: 'delayed', subtype: null };
    case 'delivered':
      return { kind: 'delivered', subtype: null };
    // handed to a system that reports nothing, or to a list
    case 'relayed':
    case 'expanded':
      return { kind: 'sent', subtype: null };
    default:
      return null;
  }
}

const statusOf = (text: string): string | null => /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(text)?.[0] ?? null;

function instantOf(text: string | undefined, fallback: Date): Date {
  const instant = new Date(text ?? '');
  return Number.isNaN(instant.getTime()) ? fallback : instant;
}

/** The envelope id that we gave, the returned mail's Message-ID, or what the report says that it answers. */
function deliveryIdOf(
  aboutMessage: ReadonlyMap<string, string>,
  returned: Entity | undefined,
  mail: Entity,
): string | null {
  const envelopeId = aboutMessage.get('original-envelope-id')?.trim() ?? '';
  if (uuid.test(envelopeId)) return envelopeId.toLowerCase();
  const original = returned === undefined ? '' : (fieldsOf(returned.body.split('\n\n', 1)[0]!).get('message-id') ?? '');
  return (
    deliveryIdInMessageId(original) ??
    deliveryIdInMessageId(mail.fields.get('in-reply-to') ?? '') ??
    deliveryIdInMessageId(mail.fields.get('references') ?? '')
  );
}

interface Entity {
  readonly fields: ReadonlyMap<string, string>;
  readonly type: string;
  readonly body: string;
}

const DEEPEST = 4;
const LONGEST_DIAGNOSTIC = 1000;
const MOST_PARTS = 50;

function entityOf(text: string): Entity {
  const end = text.startsWith('\n') ? 0 : text.indexOf('\n\n');
  const fields = fieldsOf(end < 0 ? text : text.slice(0, end));
  const body = end < 0 ? '' : text.slice(text.startsWith('\n') ? 1 : end + 2);
  const type = fields.get('content-type') ?? 'text/plain';
  return { fields, type, body: decoded(body, fields.get('content-transfer-encoding')) };
}

/** The parts of a mail that are not multiparts themselves, in order. */
function leavesOf(entity: Entity, depth: number): Entity[] {
  if (!/^multipart\//i.test(entity.type)) return [entity];
  const boundary = /boundary\s*=\s*(?:"([^"]+)"|([^\s;]+))/i.exec(entity.type);
  const name = boundary?.[1] ?? boundary?.[2];
  if (name === undefined || depth >= DEEPEST) return [];
  const chunks: string[][] = [];
  for (const line of entity.body.split('\n')) {
    const bare = line.trimEnd();
    if (bare === `--${name}--`) break;
    if (bare === `--${name}`) chunks.push([]);
    else chunks.at(-1)?.push(line);
    if (chunks.length > MOST_PARTS) break;
  }
  return chunks.flatMap((lines) => leavesOf(entityOf(lines.join('\n')), depth + 1));
}

/** Header fields by their lower-cased names, unfolded; of several the first. */
function fieldsOf(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).trim().toLowerCase();
    if (name !== '' && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}

function decoded(body: string, encoding: string | undefined): string {
  switch (encoding?.trim().toLowerCase()) {
    case 'base64':
      return Buffer.from(body, 'base64').toString('utf8').replace(/\r\n?/g, '\n');
    case 'quoted-printable': {
      // line by line: one pattern over the whole would take hostile blanks a square of their number
      const lines = body.split('\n').map((line) => line.trimEnd());
      const joined = lines.map((line) => (line.endsWith('=') ? line.slice(0, -1) : `${line}\n`)).join('');
      const bytes = joined.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
      return Buffer.from(bytes, 'latin1').toString('utf8');
    }
    default:
      return body;
  }
}
