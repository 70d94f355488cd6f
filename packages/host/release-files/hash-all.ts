import type { Digest } from '@slipway/domain';
import { endThread, hashedElsewhere } from '../archives/hashing-thread.js';
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
  const size = files.reduce((sum, one) => sum + one.size, 0);
  if (size < much) return fromBothEnds(files, 1, async (one) => told(one, await digestOfFile(one.file)));
  try {
    await fromBothEnds(files, 1 + ahead, async (one, end) =>
      told(one, await (end === 'largest' ? digestOfFile : digestAside)(one.file)),
    );
  } finally {
    await endThread();
  }
}

/** What the thread cannot hash is tried here: an error of its has lost its code on the way. */
async function digestAside(path: string): Promise<Digest | null> {
  const aside = hashedElsewhere(path);
  aside.tell('whole');
  return aside.answer.then(
    (hex) => `sha256:${hex}` as const,
    () => digestOfFile(path),
  );
}
