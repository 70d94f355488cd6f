import { type Artifact, digestOf } from '@slipway/domain';
import type { ArtifactSink } from '../ports/index.js';
import { resultFile } from './contract.js';

/** A result lists files: more than this is none. */
const longest = 16 << 20;

export interface DeliverySink extends ArtifactSink {
  /** The text of the `slipway.json` that came; `null` before, and where none did. */
  result(): string | null;
  /** All other files, as `files` took them, sorted by path. */
  kept(): readonly Artifact[];
}

/** Takes what a callee has delivered: its files go to `files`, its `slipway.json` is read and goes nowhere. */
export function deliverySink(files: ArtifactSink): DeliverySink {
  let result: string | null = null;
  const kept: Artifact[] = [];
  return {
    async take(path, content) {
      if (path !== resultFile) {
        const artifact = await files.take(path, content);
        kept.push(artifact);
        return artifact;
      }
      result = await textOf(content);
      return { path, size: Buffer.byteLength(result), digest: digestOf(result) };
    },
    result: () => result,
    kept: () => kept.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

/** Reads to the end, as whoever streams waits for that; what is too long is no result. */
async function textOf(content: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of content) {
    size += chunk.length;
    if (size <= longest) chunks.push(Buffer.from(chunk));
  }
  return size <= longest ? Buffer.concat(chunks).toString('utf8') : '';
}
