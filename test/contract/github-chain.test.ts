import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Double, withDouble } from '@slipway/github-double';
import { buildOnGithub, type ChainReport, type GithubWish } from '@slipway/operations/orchestrate-chain';
import { acme, delivering, names, type Place, portsOn, wishOf } from './a-github-chain.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-github-chain-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const unsteered = () => ({ interrupt: new AbortController().signal, watch: () => {} });

async function build(double: Double, place: Partial<Place> = {}, part: Partial<GithubWish> = {}): Promise<ChainReport> {
  const wish = await wishOf(part);
  return double.drive(buildOnGithub(portsOn(double, { folder, ...place }), wish, unsteered()));
}

const allDeliver = (double: Double) => names.forEach((name) => double.runs.script(`acme/${name}`, 'build.yml', (run) => delivering(run, { takes: '30m' })));

const attemptsOf = (double: Double) => Object.fromEntries(names.map((name) => [name, double.runs.of(`acme/${name}`).length]));

test('each component is built once by its own workflow, after what it requires, and the release folder is made', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);

    const report = await build(double);

    expect(report).toMatchObject({ outcome: 'released', run: 'set-1.1', findings: [] });
    expect(attemptsOf(double)).toEqual({ core: 1, left: 1, right: 1, app: 1 });
    expect(readFileSync(join(folder, 'release/assets/SHA256SUMS'), 'utf8').split('\n')).toHaveLength(5);
  });
});
