import type { FileHandle } from 'node:fs/promises';

const block = 256 * 1024;

/** Writes to `file`, where it stands, in large pieces, each while the next one is gathered: what comes over a connection comes in small ones. */
export function inBlocks(file: FileHandle) {
  let [filling, other] = [Buffer.allocUnsafe(block), Buffer.allocUnsafe(block)];
  let filled = 0;
  let writing = Promise.resolve();

  async function write(): Promise<void> {
    await writing;
    writing = file.appendFile(filling.subarray(0, filled));
    writing.catch(() => {}); // told to whoever waits for it next
    [filling, other] = [other, filling];
    filled = 0;
  }

  return {
    async add(bytes: Buffer): Promise<void> {
      for (let done = 0; done < bytes.length;) {
        const copied = bytes.copy(filling, filled, done);
        done += copied;
        filled += copied;
        if (filled === block) await write();
      }
    },
    async end(): Promise<void> {
      await write();
      await writing;
    },
  };
}
