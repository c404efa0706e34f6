import { createServer, type AddressInfo } from 'node:net';
import { findTakenPorts, portMessage } from './ports';

const wanted = { variable: 'PORT', use: 'console and API', host: '127.0.0.1', port: 3000 };

describe('portMessage', () => {
  it.each([
    ['EADDRINUSE', /Port 3000 .*already in use.*PORT=3100 npm start/],
    ['EACCES', /Port 3000 .*may not be used by this user.*PORT=3100/],
    ['EADDRNOTAVAIL', /127\.0\.0\.1 \(HOST\)/],
    ['EWHATEVER', /Port 3000 .*EWHATEVER/],
  ])('says for %s what to do', (code, expected) => {
    expect(portMessage(wanted, code)).toMatch(expected);
  });

  it('never suggests a port that does not exist', () => {
    expect(portMessage({ ...wanted, port: 65_500 }, 'EADDRINUSE')).toContain('PORT=64500');
  });
});

describe('findTakenPorts', () => {
  it('names exactly the ports that somebody else listens on', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    try {
      const messages = await findTakenPorts([
        { ...wanted, port },
        { ...wanted, variable: 'OPS_PORT', port: 0 },
      ]);
      expect(messages).toEqual([portMessage({ ...wanted, port }, 'EADDRINUSE')]);
    } finally {
      other.close();
    }
  });
});
