/** A mail that did not get through, or a session that did not come about. */
export class SmtpTrouble extends Error {
  /**
   * @param code the mail library's words: `EENVELOPE` refused before the message, `EMESSAGE` after it, `ECONNECTION`, ...
   * @param response the server's reply, else what happened
   * @param hasBodyStarted whether any byte of the message may have left
   */
  constructor(
    readonly code: string | undefined,
    readonly response: string,
    readonly responseCode?: number,
    readonly hasBodyStarted = false,
  ) {
    super(response);
  }

  /** The same trouble, met while the message was on its way. */
  withBody(): SmtpTrouble {
    return new SmtpTrouble(this.code, this.response, this.responseCode, true);
  }
}

/** Whether a line ends a reply: `250 ok` does, `250-more` does not (RFC 5321 4.2.1). */
export function isFinalLine(line: string): boolean {
  return line[3] !== '-';
}
