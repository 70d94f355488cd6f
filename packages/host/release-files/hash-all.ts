import type { Digest } from '@slipway/domain';
import { type HashingThread, hashingThread } from '../archives/hashing-thread.js';
import { digestOfFile } from '../artifacts/digest-of-file.js';
import { fromBothEnds } from './from-both-ends.js';

/** Of less, a second thread would hardly have started. */
const much = 64 * 1024 * 1024;

/** Asked of the second thread at once, so that it never waits for the next one. */
const ahead = 2;

interface Hashable {
  readonly file: string;
  readonly size: number;
}

/** Tells each file's digest as soon as it is known, `null` where there is no file. Of much, a second thread does its part. */
export async function hashAll<T extends Hashable>(
  files: readonly T[],
  told: (file: T, digest: Digest | null) => void,
): Promise<void> {
  if (files.reduce((sum, { size }) => sum + size, 0) < much) {
    for (const one of files) told(one, await digestOfFile(one.file));
    return;
  }
  const thread = hashingThread();
  try {
    await fromBothEnds(files, 1 + ahead, async (one, end) =>
      told(one, await (end === 'largest' ? digestOfFile(one.file) : digestBy(thread, one.file))),
    );
  } finally {
    await thread.end();
  }
}

/** What the thread cannot hash is tried here: an error of its has lost its code on the way. */
async function digestBy(thread: HashingThread, path: string): Promise<Digest | null> {
  const file = thread.hashed(path);
  file.tell('whole');
  try {
    return `sha256:${await file.answer}`;
  } catch {
    return await digestOfFile(path);
  } finally {
    file.close();
  }
}
