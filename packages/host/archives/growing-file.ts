import { createHash } from 'node:crypto';
import { MessageChannel, Worker } from 'node:worker_threads';

/** A file that is being written, and is hashed meanwhile. */
export interface GrowingFile {
  /** These bytes stand at its end now. */
  grown(bytes: Uint8Array): void;
  /** SHA-256 of all that stands in it, in hex. */
  digest(): Promise<string>;
  /** Nobody asks for the digest any more. */
  close(): void;
}

/** A file larger than this is left to the thread, which begins with it anew: for less it is not worth waking. */
const large = 4 * 1024 * 1024;
/** How much a file grows before the thread is told. */
const step = 1024 * 1024;

/** By this thread. */
export function hashedHere(): GrowingFile {
  const hash = createHash('sha256');
  return { grown: (bytes) => void hash.update(bytes), digest: async () => hash.digest('hex'), close() {} };
}

/** Hashing takes longer than all else that is done with a large file, so a second thread does it: it reads what has been written. */
export function hashedAside(path: string): GrowingFile {
  const here = hashedHere();
  let size = 0;
  let told = 0;
  let elsewhere: Elsewhere | null = null;
  return {
    grown(bytes) {
      size += bytes.length;
      if (size <= large) return here.grown(bytes);
      elsewhere ??= hashedElsewhere(path);
      if (size - told < step) return;
      elsewhere.tell('grown');
      told = size;
    },
    async digest() {
      if (!elsewhere) return here.digest();
      elsewhere.tell('whole');
      return elsewhere.answer;
    },
    close: () => elsewhere?.close(),
  };
}

interface Elsewhere {
  tell(news: 'grown' | 'whole'): void;
  readonly answer: Promise<string>;
  close(): void;
}

/** As text, because a bundle has no file for it. What stands in a file is read into the same block again and again, up to where it ends now. */
const program = `
const { createHash } = require('node:crypto');
const { closeSync, openSync, readSync } = require('node:fs');
const { parentPort } = require('node:worker_threads');
const block = Buffer.allocUnsafe(256 * 1024);
parentPort.on('message', ({ path, port }) => {
  const hash = createHash('sha256');
  let file = null;
  port.on('close', () => file === null || closeSync(file));
  port.on('message', (message) => {
    try {
      file ??= openSync(path);
      for (let read; (read = readSync(file, block)) > 0;) hash.update(block.subarray(0, read));
      if (message === 'whole') port.postMessage(hash.digest('hex'));
    } catch (error) {
      port.postMessage(error);
    }
  });
});`;

interface Thread {
  readonly worker: Worker;
  failure?: unknown;
}

/** One for all files, because it takes 25 MB; it keeps no process from ending. */
let thread: Thread | null = null;

/** A failure that nobody listens to would end the process. The ports of all files close with the thread, which tells them. */
function started(): Thread {
  const begun: Thread = { worker: new Worker(program, { eval: true }) };
  begun.worker.unref();
  begun.worker.once('error', (error) => {
    begun.failure = error;
    thread = null;
  });
  return begun;
}

function hashedElsewhere(path: string): Elsewhere {
  const used = (thread ??= started());
  const { port1: port, port2 } = new MessageChannel();
  used.worker.postMessage({ path, port: port2 }, [port2]);
  const answer = new Promise<string>((resolve, reject) => {
    port.once('message', (message: unknown) => (typeof message === 'string' ? resolve(message) : reject(message)));
    port.once('close', () => reject(new Error(`${path} was not hashed to its end`, { cause: used.failure })));
  });
  // Told when it is asked for; a file that was given up asks no more.
  answer.catch(() => {});
  return {
    tell: (news) => port.postMessage(news, []), // nothing goes along
    answer,
    close: () => port.close(),
  };
}
