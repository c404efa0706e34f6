// The cheapest possible SMTP server, in a process of its own: says yes to everything and counts final dots.
// It tells its parent `{ port }` once and answers each 'count' with `{ count, recipients }`.
// `node sink.mjs 25` takes 25 ms over each mail, as a server on the net does, and then nearly no CPU is used while waiting.
import net from 'node:net';

const delayMs = Number(process.argv[2] ?? 0);
let count = 0;
const recipients = new Set();

const server = net.createServer((socket) => {
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  socket.write('220 sink ESMTP\r\n');
  let rest = '';
  let isData = false;
  socket.on('data', (chunk) => {
    rest += chunk.toString('latin1');
    let answer = '';
    for (;;) {
      if (isData) {
        const end = rest.indexOf('\r\n.\r\n');
        if (end < 0) {
          if (rest.length > 8) rest = rest.slice(-8);
          break;
        }
        rest = rest.slice(end + 5);
        isData = false;
        count++;
        const queued = `250 2.0.0 Ok: queued as ${count}\r\n`;
        if (delayMs > 0) setTimeout(() => socket.writable && socket.write(queued), delayMs);
        else answer += queued;
        continue;
      }
      const end = rest.indexOf('\r\n');
      if (end < 0) break;
      const line = rest.slice(0, end);
      rest = rest.slice(end + 2);
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO') answer += '250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n';
      else if (verb === 'DATA') {
        isData = true;
        answer += '354 go on\r\n';
      } else if (verb === 'QUIT') {
        socket.end('221 bye\r\n');
        return;
      } else {
        if (verb === 'RCPT') recipients.add(line);
        answer += '250 2.1.0 Ok\r\n';
      }
    }
    if (answer) socket.write(answer);
  });
});

server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('message', () => process.send({ count, recipients: recipients.size }));
process.on('disconnect', () => process.exit(0));
