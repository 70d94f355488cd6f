import { open } from 'node:fs/promises';

const block = 256 * 1024;

/**
 * `size` bytes of a file from `start` on. Two places take turns, one is read into while the other is used: new ones for all of a large
 * file would wait to be collected, and collecting them takes as long as hashing.
 */
export async function* stretchOf(path: string, start: number, size: number): AsyncGenerator<Buffer> {
  const file = await open(path);
  try {
    let [filling, full] = [Buffer.allocUnsafe(block), Buffer.allocUnsafe(block)];
    const end = start + size;
    const read = async (at: number): Promise<number> =>
      at < end ? (await file.read(filling, 0, Math.min(block, end - at), at)).bytesRead : 0;
    let reading = read(start);
    for (let at = start; at < end;) {
      const count = await reading;
      if (count === 0) throw new Error('the file ends too early');
      at += count;
      [filling, full] = [full, filling];
      reading = read(at);
      reading.catch(() => {}); // told when it is waited for
      yield full.subarray(0, count);
    }
  } finally {
    await file.close();
  }
}
