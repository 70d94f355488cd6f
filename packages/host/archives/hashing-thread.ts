import { MessageChannel, Worker } from 'node:worker_threads';

/** A file that another thread hashes. */
export interface Elsewhere {
  /** The file has grown; it is whole, and its digest is asked for. */
  tell(news: 'grown' | 'whole'): void;
  /** SHA-256 of all that stands in it, in hex. */
  readonly answer: Promise<string>;
  /** Nobody asks for it any more: until then the file stays open. */
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

/** It takes 25 MB as long as it is there, and keeps no process from ending. */
export interface HashingThread {
  /** The thread hashes this file, as far as it is told to; started for the first one. */
  hashed(path: string): Elsewhere;
  end(): Promise<void>;
}

interface Started {
  readonly worker: Worker;
  failure?: unknown;
}

/** A second thread that hashes, for whoever has made it. */
export function hashingThread(): HashingThread {
  let started: Started | null = null;

  /** A failure that nobody listens to would end the process. The ports of all files close with the thread, which tells them. */
  function start(): Started {
    const begun: Started = { worker: new Worker(program, { eval: true }) };
    begun.worker.unref();
    begun.worker.once('error', (error) => {
      begun.failure = error;
      started = null;
    });
    return begun;
  }

  return {
    hashed: (path) => hashedBy((started ??= start()), path),
    async end() {
      await started?.worker.terminate();
      started = null;
    },
  };
}

function hashedBy(thread: Started, path: string): Elsewhere {
  const { port1: port, port2 } = new MessageChannel();
  thread.worker.postMessage({ path, port: port2 }, [port2]);
  const answer = new Promise<string>((resolve, reject) => {
    port.once('message', (message: unknown) => (typeof message === 'string' ? resolve(message) : reject(message)));
    port.once('close', () => reject(new Error(`${path} was not hashed to its end`, { cause: thread.failure })));
  });
  // Told when it is asked for; a file that was given up asks no more.
  answer.catch(() => {});
  return {
    tell: (news) => port.postMessage(news, []), // nothing goes along
    answer,
    close: () => port.close(),
  };
}
