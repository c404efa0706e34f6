export type ProgressEvent = 'snapshot' | 'progress' | 'done';

/**
 * One event of a stream as the HTML standard writes it (section "Server-sent events").
 *
 * @param id without line breaks
 * @param data becomes one line of JSON, which never has a line break of its own
 */
export function serverSentEvent(id: string, event: ProgressEvent, data: unknown): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** A comment, which readers skip: it shows both sides that the other one is still there. */
export const HEARTBEAT = ': still here\n\n';

/** How long a reader waits before it comes back, in milliseconds. */
export const RETRY = 'retry: 2000\n\n';

/** Whether a client asks for the live answer. */
export function wantsStream(accept: string | undefined): boolean {
  return /(^|[,\s])text\/event-stream\s*($|[,;])/i.test(accept ?? '');
}
