import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withDouble, world } from './index.js';
import { asker } from './testing/acme.js';

// What stands between the two lines is printed in docs/github-double.md.
// begin
const buildYaml = `
name: Build
run-name: build \${{ inputs.marker }}
on: { workflow_dispatch: { inputs: { marker: { required: true } } } }
jobs: { build: { runs-on: ubuntu-latest, steps: [{ run: make }] } }
`;

/** A library, and an application that nobody publishes without Grace. */
const acme = () =>
  world()
    .organisation('acme', { owners: ['ada'] })
    .repository('acme/core', {
      commits: [
        { message: 'feat: the first release', files: { 'core.txt': '1\n' }, tags: ['v1.0.0'] },
        { message: 'feat: what comes next', files: { 'core.txt': '2\n' } },
      ],
      branches: { 'release/1.x': { 'core.txt': '1.1\n' } },
    })
    .workflow('build.yml', buildYaml)
    .repository('acme/app', { private: true, files: { 'app.txt': 'app\n' }, collaborators: { grace: 'maintain' } })
    .workflow('build.yml', buildYaml)
    .environment('release', { reviewers: ['grace'], preventSelfReview: true, branches: ['main'] });

test('a build whose dispatch was answered, and whose answer was lost, has begun once', () =>
  withDouble(acme(), async (double) => {
    const ask = asker(double, double.token({ kind: 'classic', user: 'ada' }));
    const dispatches = '/repos/acme/core/actions/workflows/build.yml/dispatches';
    double.runs.script('acme/core', 'build.yml', { queuedFor: '30s', takes: '20m', listedAfter: '10s' });
    double.faults.add({ fault: { kind: 'reset-after' }, on: /dispatches$/ });

    const lost = ask('POST', dispatches, { ref: 'main', inputs: { marker: 'm-1' } });
    await expect(lost).rejects.toThrow('fetch failed');
    const early = await ask('GET', '/repos/acme/core/actions/runs?event=workflow_dispatch');
    await double.advance(30 * 60_000);
    const late = await ask('GET', '/repos/acme/core/actions/runs?event=workflow_dispatch');

    expect(early.body.workflow_runs).toEqual([]);
    expect(late.body.workflow_runs).toMatchObject([{ display_title: 'build m-1', conclusion: 'success' }]);
    expect(double.log.effects('run-started')).toHaveLength(1);
  }));
// end

test('the page about the double prints this very situation', () => {
  const [, situation = ''] = readFileSync(join(import.meta.dirname, 'situation.test.ts'), 'utf8').split(
    /^\/\/ (?:begin|end)\n/m,
  );
  const page = readFileSync(join(import.meta.dirname, '../../docs/github-double.md'), 'utf8');

  expect(situation).toContain('world()');
  expect(page).toContain(situation.trim());
});
