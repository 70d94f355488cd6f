import type { Readable } from 'node:stream';

export interface CgiHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** What of the body came along. */
  readonly rest: Buffer;
}

/** Reads the headers that a CGI program prints before its body, and leaves the stream behind them. */
export async function readCgiHead(stream: Readable): Promise<CgiHead> {
  let read = Buffer.alloc(0);
  for (let end = -1; end < 0; end = read.indexOf('\r\n\r\n')) {
    const chunk = (await next(stream)) as Buffer | null; // a process's output without an encoding
    if (chunk === null) throw new Error('the CGI program ended before its headers did');
    read = Buffer.concat([read, chunk]);
  }
  const end = read.indexOf('\r\n\r\n');
  const lines = read
    .toString('latin1', 0, end)
    .split('\r\n')
    .map((line) => line.split(/: */, 2));
  const { status = '200', ...headers } = Object.fromEntries(
    lines.map(([name = '', value = '']) => [name.toLowerCase(), value]),
  );
  return { status: Number(status.slice(0, 3)), headers, rest: read.subarray(end + 4) };
}

/** One chunk; `null` at the end. */
function next(stream: Readable): Promise<unknown> {
  const chunk: unknown = stream.read();
  if (chunk !== null) return Promise.resolve(chunk);
  return new Promise((resolve) => {
    const done = (value: unknown) => (): void => {
      stream.off('readable', onReadable).off('end', onEnd);
      resolve(value);
    };
    const onReadable = (): void => done(stream.read())();
    const onEnd = done(null);
    stream.once('readable', onReadable).once('end', onEnd);
  });
}
