/** An SMS or WhatsApp message as the mailbox keeps it. */
export interface TextMessage {
  readonly text: string;
  /** What the simulated Twilio calls it; absent for those of the log stub. */
  readonly sid?: string;
  /** Where its status goes. */
  readonly callback?: string;
  /** The code of Twilio with which it fails after it was taken. */
  readonly failsWith?: number;
  /** Written by the guest. */
  readonly isReply?: true;
}

export function packText(message: TextMessage): Buffer {
  return Buffer.from(JSON.stringify(message));
}

/** @param raw as kept; the head of a longer one is taken for plain text */
export function unpackText(raw: Buffer): TextMessage {
  try {
    return JSON.parse(raw.toString('utf8')) as TextMessage;
  } catch {
    return { text: raw.toString('utf8') };
  }
}
