import { createServer } from 'node:net';

/** One address the product wants to listen on, and the variable that chooses another port. */
export interface WantedPort {
  variable: string;
  /** What it is for, in words. */
  use: string;
  host: string;
  port: number;
}

/** The sentence for a port that cannot be had; `code` is the system's error code. */
export function portMessage({ variable, use, host, port }: WantedPort, code: string): string {
  const another = `choose another port, for example ${variable}=${port > 64_000 ? port - 1000 : port + 100} npm start`;
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} (${use}) is already in use by another program. Stop that program, or ${another}.`;
    case 'EACCES':
      return `Port ${port} (${use}) may not be used by this user. Please ${another}.`;
    case 'EADDRNOTAVAIL':
      return `The address ${host} (HOST) does not belong to this machine. Use HOST=127.0.0.1, or 0.0.0.0 for all its addresses.`;
    default:
      return `Port ${port} (${use}) cannot be opened (${code}). Please ${another}.`;
  }
}

const tryPort = (wanted: WantedPort) =>
  new Promise<string | null>((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(portMessage(wanted, error.code ?? error.message)));
    server.listen({ host: wanted.host, port: wanted.port, exclusive: true }, () => server.close(() => resolve(null)));
  });

/** Messages for those of the ports that cannot be opened now; empty when all can. */
export async function findTakenPorts(wanted: readonly WantedPort[]): Promise<string[]> {
  const messages = await Promise.all(wanted.map(tryPort));
  return messages.filter((message) => message !== null);
}
