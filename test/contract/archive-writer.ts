import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { artifactStore, releaseFolder } from '@slipway/host';

/** Numbers that no compressor finds much in, and that are the same everywhere (the constants are those of Numerical Recipes). */
function numbers(count: number): Buffer {
  let seed = 1;
  return Buffer.from(
    Array.from({ length: count }, () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) >>> 24),
  );
}

const files: Readonly<Record<string, string | Buffer>> = {
  'bin/tool': '#!/bin/sh\necho tool\n',
  'lib/empty': '',
  'lib/ü 日本.txt': 'names beyond ASCII\n'.repeat(1000),
  [`${'deep/'.repeat(50)}file`]: 'a name longer than a header of tar has room for',
  'lib/text': Array.from({ length: 100_000 }, (_, index) => `${index * index} is the square of ${index}\n`).join(''),
  'lib/noise': numbers(1_500_000),
};

/** Writes the digest of an archive that is made in `folder`: the same on every machine. */
const [folder = ''] = process.argv.slice(2);
for (const [name, content] of Object.entries(files)) {
  mkdirSync(join(folder, 'build', name, '..'), { recursive: true });
  writeFileSync(join(folder, 'build', name), content);
}
const store = artifactStore(join(folder, 'store'));
const artifacts = await store.add(join(folder, 'build'), Object.keys(files));
const staging = await releaseFolder(join(folder, 'out', 'set'), store).stage();
const members = artifacts.map(
  (artifact) =>
    ({ path: `a-1.0/${artifact.path}`, mode: artifact.path === 'bin/tool' ? 0o755 : 0o644, artifact }) as const,
);
const { size, digest } = await staging.archive('a-1.0.tar.gz', members, 1_700_000_000);
process.stdout.write(`${size} ${digest}`);
