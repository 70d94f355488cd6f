import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { sendStream } from './send-stream.js';

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function serverWith(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}/assets`;
}

const mebibyte = 1 << 20;

/** A request that tells how many pieces of a mebibyte were taken of its body. */
function aStream(pieces: number) {
  const taken = { count: 0 };
  function* all(): Generator<Buffer> {
    for (; taken.count < pieces; taken.count += 1) yield Buffer.alloc(mebibyte);
  }
  const body = Readable.from(all(), { objectMode: false });
  return { taken, request: { method: 'POST', headers: { 'content-length': String(pieces * mebibyte) }, body } };
}

const closed = (body: Readable): Promise<void> =>
  new Promise((resolve) => {
    if (body.closed) resolve();
    body.once('close', resolve);
  });

test('a stream is sent whole, and the answer is read', async () => {
  const address = await serverWith((request, response) => {
    let bytes = 0;
    request.on('data', (piece: Buffer) => (bytes += piece.length));
    request.on('end', () => response.writeHead(201, { 'x-bytes': bytes, 'set-cookie': ['a=1', 'b=2'] }).end('{}'));
  });

  const response = await sendStream(address, aStream(3).request);

  expect([response.status, await response.text()]).toEqual([201, '{}']);
  expect(response.headers.get('x-bytes')).toBe(String(3 * mebibyte));
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
});

test('a refusal that comes early is the answer, and the rest of the stream is left', async () => {
  const address = await serverWith((_, response) => response.writeHead(422).end('{"message":"no"}'));
  const { taken, request } = aStream(1000);

  const response = await sendStream(address, request);

  expect([response.status, await response.text()]).toEqual([422, '{"message":"no"}']);
  await closed(request.body);
  expect(taken.count).toBeLessThan(1000);
});

test('a connection that breaks ends the reading of the stream', async () => {
  const address = await serverWith((request) => void request.once('data', () => request.destroy()));
  const { taken, request } = aStream(1000);

  await expect(sendStream(address, request)).rejects.toThrow(/ECONNRESET|EPIPE|hang up/);

  await closed(request.body);
  expect(taken.count).toBeLessThan(1000);
});

test('a stream that breaks breaks the request, with its own words', async () => {
  const address = await serverWith(() => {});
  const body = Readable.from(
    (async function* broken() {
      yield Buffer.alloc(10);
      throw new Error('the file has changed');
    })(),
  );

  const sent = sendStream(address, { method: 'POST', headers: { 'content-length': '20' }, body });

  await expect(sent).rejects.toThrow('the file has changed');
});

test('no redirect is followed', async () => {
  const address = await serverWith((_, response) => response.writeHead(307, { location: '/elsewhere' }).end());

  await expect(sendStream(address, aStream(1).request)).rejects.toThrow('unexpected redirect (307)');
});
