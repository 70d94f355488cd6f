import type { Artifact, Digest } from '@slipway/domain';
import type { CollectedArtifacts, CollectionFolder, Json, Ledger } from '../ports/index.js';
import { memoryLedger } from '../orchestrate-chain/builders.js';
import { aComponent, aFailure, aRun, anArtifact } from '../orchestrate-chain/engine/builders.js';
import type { Build, ChainRun } from '../orchestrate-chain/engine/state.js';
import { collectArtifacts, collectionText } from './index.js';

const attempts = { attempt: 1, failures: 0, startedAt: 0, endedAt: 1 };
const succeeded = (artifact: Artifact): Build => ({
  ...attempts,
  status: 'succeeded',
  reused: false,
  artifacts: [artifact],
});
const failed: Build = { ...attempts, status: 'failed', failure: aFailure() };

/** A run with these builds by component. */
function aRunWith(number: number, builds: Readonly<Record<string, Build>>): ChainRun {
  const components = Object.keys(builds).map((name) => aComponent(name, [], { binaries: ['tool'] }));
  return { ...aRun(components), id: `set-1.${number}`, builds: Object.values(builds) };
}

async function aLedger(...runs: readonly ChainRun[]): Promise<Ledger> {
  const ledger = memoryLedger();
  for (const run of runs) await ledger.write(`runs/${run.id}`, JSON.parse(JSON.stringify(run)) as Json, null);
  return ledger;
}

function aFolderThat(holds: 'free' | 'equal' | 'other') {
  const filled: CollectedArtifacts[] = [];
  const written: string[] = [];
  const folder: CollectionFolder = {
    path: '/out',
    compare: async () => holds,
    make: async (collected, checksums, existing) => {
      filled.push(...collected);
      written.push(checksums);
      return holds === 'other' && existing === 'replace' ? '/out.replaced-1' : null;
    },
  };
  return { folder, filled, written };
}

const manifest = { set: 'set-1', components: [aComponent('app'), aComponent('core')] };
const wish = { manifest, existing: 'refuse' } as const;
const digest = (digit: string): Digest => `sha256:${digit.repeat(64)}`;

test('the artifacts of the newest run are collected, with their checksums', async () => {
  const ledger = await aLedger(
    aRunWith(1, { app: succeeded(anArtifact('old', '1')), core: succeeded(anArtifact('old', '2')) }),
    aRunWith(2, { app: succeeded(anArtifact('bin/tool', 'a')), core: succeeded(anArtifact('lib', 'b')) }),
  );
  const { folder, filled, written } = aFolderThat('free');

  const report = await collectArtifacts({ ledger, folder }, wish);

  expect(report).toMatchObject({ outcome: 'collected', findings: [], movedAside: null });
  expect(filled).toMatchObject([
    { component: 'app', artifacts: [anArtifact('bin/tool', 'a')], binaries: ['tool'] },
    { component: 'core', artifacts: [anArtifact('lib', 'b')] },
  ]);
  expect(written).toEqual([`${'a'.repeat(64)}  app/bin/tool\n${'b'.repeat(64)}  core/lib\n`]);
  expect(collectionText(report)).toEqual([
    'app 1.0.0 of set-1.2: 1 file',
    'core 1.0.0 of set-1.2: 1 file',
    'collected: /out (2 files, 8 bytes)',
  ]);
});

test('what a partial run left out comes from the newest run that has it, and that is as it should be', async () => {
  const ledger = await aLedger(
    aRunWith(1, { app: succeeded(anArtifact('x', '1')), core: succeeded(anArtifact('x', '2')) }),
    aRunWith(2, { core: succeeded(anArtifact('x', '3')) }),
    aRunWith(10, { core: succeeded(anArtifact('x', '4')) }),
  );

  const report = await collectArtifacts({ ledger, folder: aFolderThat('free').folder }, wish);

  expect(report.findings).toEqual([]);
  expect(report.components.map(({ run, artifacts }) => [run, artifacts[0]?.digest])).toEqual([
    ['set-1.1', digest('1')],
    ['set-1.10', digest('4')],
  ]);
});

test('a build that failed in the newest run gives way to an older one, and is told', async () => {
  const ledger = await aLedger(
    aRunWith(1, { app: succeeded(anArtifact()), core: succeeded(anArtifact()) }),
    aRunWith(2, { app: failed, core: succeeded(anArtifact()) }),
  );

  const { findings, outcome } = await collectArtifacts({ ledger, folder: aFolderThat('free').folder }, wish);

  expect(outcome).toBe('collected');
  expect(findings).toMatchObject([
    { severity: 'warning', where: 'app', what: 'the artifacts are those of set-1.1: the build is failed in set-1.2' },
  ]);
});

test('what was never built is told, and the rest is collected', async () => {
  const ledger = await aLedger(aRunWith(1, { core: succeeded(anArtifact()) }));

  const { components, findings } = await collectArtifacts({ ledger, folder: aFolderThat('free').folder }, wish);

  expect(components.map(({ component }) => component)).toEqual(['core']);
  expect(findings).toMatchObject([
    { severity: 'warning', where: 'app', what: expect.stringContaining('no run of set-1') },
  ]);
});

test('a set that was never built is refused', async () => {
  const { folder, written } = aFolderThat('free');

  const report = await collectArtifacts({ ledger: await aLedger(), folder }, wish);

  expect(report).toMatchObject({ outcome: 'refused', findings: [{ code: 'not-found', where: 'set-1' }] });
  expect(written).toEqual([]);
});

test.each([
  ['equal', 'refuse', 'already-collected', null, 0],
  ['equal', 'replace', 'already-collected', null, 0],
  ['other', 'refuse', 'refused', null, 0],
  ['other', 'replace', 'collected', '/out.replaced-1', 1],
] as const)('a folder that is %s, to %s: %s', async (holds, existing, outcome, movedAside, fills) => {
  const ledger = await aLedger(aRunWith(1, { app: succeeded(anArtifact()), core: succeeded(anArtifact()) }));
  const { folder, written } = aFolderThat(holds);

  const report = await collectArtifacts({ ledger, folder }, { manifest, existing });

  expect(report).toMatchObject({ outcome, movedAside });
  expect(written).toHaveLength(fills);
});
