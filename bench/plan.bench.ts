import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseManifest, planChain } from '@slipway/operations/orchestrate-chain';
import { type Figure, median, ratio, ratioOf } from './figure.ts';
import { nameOf } from './random-chain.ts';

/** A manifest whose components each require five others. */
function manifestText(size: number): string {
  const lines = Array.from({ length: size }, (_, at) => {
    const requires = [1, 2, 3, 5, 8].map((back) => at - back).filter((other) => other >= 0);
    const quoted = requires.map((other) => `"${nameOf(other)}=1.0.0"`).join(', ');
    return `${nameOf(at)} = { version = "1.0.0", git_tag = "v1.0.0", git_commit = "", requires = [${quoted}] }`;
  });
  return `[release_set]\nid = "bench"\n\n[versions]\n${lines.join('\n')}\n`;
}

/** Milliseconds of the first plan of a process: no command makes a second one. */
const firstPlan = (text: string): number =>
  Number(execFileSync(process.execPath, [join(import.meta.dirname, 'plan-process.mjs')], { input: text }));

async function plan(text: string): Promise<void> {
  const parsed = await parseManifest(text, 'versions.toml');
  if (parsed.status === 'invalid') throw new Error(parsed.findings[0].what);
  const planning = planChain(parsed.manifest, { only: [], skip: [] }, new Map());
  if (planning.status === 'refused') throw new Error(planning.findings[0].what);
}

const large = manifestText(10_000);
const small = manifestText(1_000);

export const figures: readonly Figure[] = [
  {
    what: 'plan of 10,000 components, 50,000 requirements, from the text, as a command makes it: once',
    against: 'its own 1,000 / 5,000',
    unit: '×',
    wanted: 12,
    measure: () =>
      ratioOf(
        () => firstPlan(large),
        () => firstPlan(small),
        11,
      ),
  },
  {
    what: 'the same',
    against: 'a limit',
    unit: 'ms',
    wanted: 250,
    measure: async () => median(Array.from({ length: 11 }, () => firstPlan(large))),
  },
  {
    what: 'the same, again and again in one process',
    against: 'its own 1,000 / 5,000',
    unit: '×',
    wanted: null,
    measure: () =>
      ratio(
        () => plan(large),
        () => plan(small),
        11,
      ),
  },
];
