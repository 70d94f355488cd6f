import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Double, generated, RealClock, startDouble, world } from '@slipway/github-double';
import { type Figure, ratio } from './figure.ts';

const latency = 20;
const MiB = 2 ** 20;

const buildYaml = 'on: workflow_dispatch\njobs: { build: { runs-on: ubuntu-latest, steps: [{ run: make }] } }\n';

interface Made {
  readonly double: Double;
  readonly folder: string;
  readonly token: string;
  /** `owner/name:run` of each artifact. */
  readonly runs: readonly string[];
}

/** So many repositories, each with a run that has left one artifact of one file. */
async function withArtifacts<Result>(
  count: number,
  size: number,
  measure: (made: Made) => Promise<Result>,
): Promise<Result> {
  const names = Array.from({ length: count }, (_, at) => `acme/c${at}`);
  const situation = names.reduce<ReturnType<typeof world>>(
    (builder, name) => builder.repository(name).workflow('build.yml', buildYaml),
    world().organisation('acme', { owners: ['ada'] }),
  );
  const folder = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
  const double = await startDouble(situation, { clock: new RealClock(), limits: 'off' });
  try {
    const token = double.token({ kind: 'classic', user: 'ada' });
    for (const [at, name] of names.entries()) {
      double.runs.script(name, 'build.yml', {
        takes: '0s',
        artifacts: [{ name: 'build', files: { 'build.bin': generated(at, size) } }],
      });
      await fetch(`${double.urls.api}/repos/${name}/actions/workflows/build.yml/dispatches`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body: JSON.stringify({ ref: 'main' }),
      });
    }
    const runs = names.flatMap((name) => double.runs.of(name).map(({ id }) => ({ name, id })));
    for (const { name, id } of runs) await deliveredBy(`${double.urls.api}/repos/${name}/actions/runs/${id}`, token);
    double.faults.add({ fault: { kind: 'slow', ms: latency }, times: Number.POSITIVE_INFINITY });
    return await measure({ double, folder, token, runs: runs.map(({ name, id }) => `${name}:${id}`) });
  } finally {
    await double.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function deliveredBy(run: string, token: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${run}/artifacts`, { headers: { authorization: `Bearer ${token}` } });
    const text = await answer.text();
    if (!text.includes('"total_count":0')) return;
  }
}

let most = 0;

/** In a process of its own, for its memory; without types, because to strip them takes 16 MB that no user needs. Nothing is there before. */
async function collected({ double, folder, token, runs }: Made): Promise<void> {
  const to = mkdtempSync(join(folder, 'ours-'));
  const args = [join(import.meta.dirname, 'collect-process.mjs'), double.urls.api, token, to, ...runs];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  most = Math.max(most, Number(stdout));
  rmSync(to, { recursive: true, force: true });
}

/** As people write it: list, download, check, unpack, one after the other. */
const script = `set -eu
for run in $RUNS; do
  artifact=$(curl -sS -H "authorization: Bearer $TOKEN" "$API/repos/\${run%:*}/actions/runs/\${run#*:}/artifacts")
  id=$(printf %s "$artifact" | grep -o '"id":[0-9]*' | head -1 | cut -d: -f2)
  digest=$(printf %s "$artifact" | grep -o 'sha256:[0-9a-f]*' | head -1 | cut -d: -f2)
  curl -sSL -H "authorization: Bearer $TOKEN" -o "$TO/a.zip" "$API/repos/\${run%:*}/actions/artifacts/$id/zip"
  echo "$digest  $TO/a.zip" | sha256sum --check --quiet
  unzip -q -o -d "$TO/$(basename "\${run%:*}")" "$TO/a.zip"
done`;

async function byHand({ double, folder, token, runs }: Made): Promise<void> {
  const to = mkdtempSync(join(folder, 'by-hand-'));
  const env = { PATH: process.env['PATH'], API: double.urls.api, TOKEN: token, TO: to, RUNS: runs.join(' ') };
  await promisify(execFile)('sh', ['-c', script], { env });
  rmSync(to, { recursive: true, force: true });
}

const figuresOf = (what: string, count: number, size: number, runs: number): readonly Figure[] => [
  {
    what,
    against: '`curl`, `sha256sum` and `unzip` in a loop',
    unit: '×',
    wanted: 0.67,
    measure: () => {
      most = 0;
      return withArtifacts(count, size, (made) =>
        ratio(
          () => collected(made),
          () => byHand(made),
          runs,
        ),
      );
    },
  },
  { what: 'the same: memory', against: 'a limit', unit: 'MB', wanted: 220, measure: async () => most },
];

export const figures: readonly Figure[] = [
  ...figuresOf(`20 artifacts of 50 MiB from 20 repositories collected, ${latency} ms latency`, 20, 50 * MiB, 3),
  ...figuresOf(`one artifact of 1.9 GiB collected, ${latency} ms latency`, 1, Math.round(1.9 * 1024) * MiB, 1),
];
