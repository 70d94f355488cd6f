import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { releasesOf } from '@slipway/github-double';
import { parse } from 'yaml';
import { acme } from '../contract/a-github-chain.js';
import { onGithub, pair } from './a-github.js';

const declared = Object.keys(
  parse(readFileSync(join(import.meta.dirname, '../../actions/orchestrate-chain/action.yml'), 'utf8')).outputs,
);

test('each output of a release that is public says what action.yml promises', () =>
  onGithub(acme(), async ({ double, step, write }) => {
    write(pair.replace(/^app = .*\n/m, ''));

    const { code, outputs, log } = await step({ command: 'run' });

    expect({ code, log: code === 0 ? '' : log }).toEqual({ code: 0, log: '' });
    expect(Object.keys(outputs).toSorted()).toEqual(declared.toSorted());
    const repository = double.world.repository('acme/releases');
    const [release] = repository ? releasesOf(repository).all : [];
    const [run] = double.runs.of('acme/core');
    expect(outputs).toMatchObject({
      'chain-run': 'set-1.1',
      status: 'published',
      tag: 'set-1',
      'release-id': String(release?.id),
      'release-url': `${double.urls.server}/acme/releases/releases/tag/set-1`,
      sha256sums: expect.stringMatching(/^[0-9a-f]{64} {2}core-1\.0\.0\.tar\.gz\n$/),
    });
    expect(JSON.parse(outputs['plan'] ?? '')).toMatchObject({ order: ['core'], levels: [['core']], criticalPath: {} });
    expect(JSON.parse(outputs['builds'] ?? '')).toEqual([
      {
        component: 'core',
        version: '1.0.0',
        commit: expect.stringMatching(/^[0-9a-f]{40}$/),
        stage: null,
        status: 'succeeded',
        attempts: 1,
        repository: 'acme/core',
        'run-id': run?.id,
        url: `${double.urls.server}/acme/core/actions/runs/${run?.id}`,
        attempt: 1,
        conclusion: 'success',
        seconds: expect.any(Number),
        artifacts: [{ path: 'core', size: expect.any(Number), digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) }],
      },
    ]);
    const report = JSON.parse(readFileSync(outputs['report'] ?? '', 'utf8'));
    expect(report).toMatchObject({ schema: 1, outcome: 'published', run: 'set-1.1', findings: [] });
  }));
