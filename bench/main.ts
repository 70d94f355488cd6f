// `npm run bench`: measures all figures of bench/*.bench.ts, or those of the files that are named (`npm run bench startup`).
// It tells and never fails: what is short of its wish is for people to judge.
import { readdirSync } from 'node:fs';
import { arch, availableParallelism, cpus, platform } from 'node:os';
import { join } from 'node:path';
import type { Figure } from './figure.ts';
import { heading, row } from './table.ts';

const wanted = process.argv.slice(2);
const files = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.bench.ts'))
  .filter((name) => wanted.length === 0 || wanted.includes(name.replace('.bench.ts', '')))
  .sort();

console.log(
  `Node ${process.versions.node}, ${platform()} ${arch()}, ${availableParallelism()} × ${cpus()[0]?.model ?? 'CPU'}\n`,
);
console.log(heading);
for (const file of files) {
  const { figures }: { figures: readonly Figure[] } = await import(join(import.meta.dirname, file));
  for (const figure of figures) console.log(row(figure, await measured(figure)));
}

/** A figure that cannot be had is told too, with the reason. */
async function measured(figure: Figure): Promise<number | Error> {
  try {
    return await figure.measure();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
