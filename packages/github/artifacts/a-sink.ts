import { createHash } from 'node:crypto';
import type { ArtifactSink } from '@slipway/operations/ports';

/** Keeps files in memory, by path. */
export function aSink(): ArtifactSink & { readonly files: Readonly<Record<string, string>> } {
  const files: Record<string, string> = {};
  return {
    files,
    async take(path, content) {
      const hash = createHash('sha256');
      const chunks: Uint8Array[] = [];
      for await (const chunk of content) {
        hash.update(chunk);
        chunks.push(Buffer.from(chunk));
      }
      const bytes = Buffer.concat(chunks);
      files[path] = bytes.toString('latin1');
      return { path, size: bytes.length, digest: `sha256:${hash.digest('hex')}` };
    },
  };
}
