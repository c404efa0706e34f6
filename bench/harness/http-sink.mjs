// The cheapest possible stand-in for Twilio, in a process of its own: reads the form, answers 201 with an id, and counts.
// It tells its parent `{ port }` once and answers each 'count' with `{ count, recipients }`.
import http from 'node:http';

let count = 0;
const recipients = new Set();

const server = http.createServer((request, response) => {
  let body = '';
  request.setEncoding('latin1');
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    count++;
    const from = body.indexOf('To=') + 3;
    const end = body.indexOf('&', from);
    recipients.add(body.slice(from, end < 0 ? undefined : end));
    const sid = `SM${count.toString(16).padStart(32, '0')}`;
    const answer = `{"sid":"${sid}","status":"queued","error_code":null,"num_segments":"1","date_created":"Sun, 22 Nov 2026 10:00:00 +0000"}`;
    response.writeHead(201, { 'content-type': 'application/json', 'content-length': answer.length });
    response.end(answer);
  });
});
server.keepAliveTimeout = 30_000;

server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('message', () => process.send({ count, recipients: recipients.size }));
process.on('disconnect', () => process.exit(0));
