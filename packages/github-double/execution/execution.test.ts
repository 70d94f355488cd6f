import { withDouble, type Double } from '../double.js';
import { onThisMachine } from '../testing/act.js';
import type { RunFacts } from '../runs/script.js';
import { asAda } from '../testing/acme.js';
import { type RepositoryBuilder, world } from '../world/builder.js';
import { execute } from './execute.js';
import type { Execution, ExecutionOptions } from './execution.js';

const acme = (build: string): RepositoryBuilder =>
  world()
    .organisation('acme', { owners: ['ada'] })
    .repository('acme/core', { files: { 'src/a.txt': 'a\n' }, tags: ['v1.0.0'] })
    .workflow('build.yml', build);

/** Executes acme/core's build.yml at main's head. */
function executed(double: Double, change: Partial<Execution> = {}, options: Partial<ExecutionOptions> = {}) {
  const repository = double.world.repository('acme/core');
  const sha = repository?.git.branch('main');
  if (!repository || !sha) throw new Error('acme/core has a main branch in these tests');
  const run: RunFacts = {
    id: 17_000_000_900,
    attempt: 2,
    number: 3,
    repository: 'acme/core',
    workflow: 'build.yml',
    event: 'workflow_dispatch',
    ref: 'refs/heads/main',
    sha,
    title: 'Build',
    inputs: { version: '1.2', debug: 'true' },
    payload: { ref: 'refs/heads/main', inputs: { version: '1.2', debug: 'true' } },
  };
  const actor = double.world.account('ada');
  const signal = new AbortController().signal;
  return execute(double.world, { repository, run, actor, signal, ...change }, { ...onThisMachine(), ...options });
}

const logOf = ({ jobs }: Awaited<ReturnType<typeof executed>>): string => jobs.map(({ log }) => log).join('');

test('jobs, legs and steps end as act says, under the names that GitHub gives them', () =>
  withDouble(
    acme(`
name: Build
on: workflow_dispatch
jobs:
  compile:
    runs-on: ubuntu-latest
    steps:
      - name: Compile
        run: echo compiling
      - run: exit 1
        continue-on-error: true
      - if: false
        run: echo never
  test:
    name: Test
    needs: compile
    runs-on: [self-hosted, big]
    strategy: { fail-fast: false, matrix: { os: [linux, macos] } }
    steps:
      - { run: exit 1, continue-on-error: true }
      - run: test \${{ matrix.os }} = linux
      - run: echo fine
  publish:
    needs: test
    runs-on: ubuntu-latest
    steps: [{ run: echo never }]
`),
    async (double) => {
      const { conclusion, jobs } = await executed(double);

      expect(conclusion).toBe('failure');
      expect(jobs.map((job) => `${job.name}: ${job.conclusion}`).sort()).toEqual([
        'Test (linux): success',
        'Test (macos): failure',
        'compile: success',
        'publish: skipped',
      ]);
      expect(jobs[0]?.steps.map((step) => `${step.name}: ${step.conclusion}`)).toEqual([
        'Set up job: success',
        'Compile: success',
        'Run exit 1: failure',
        'Run echo never: skipped',
        'Complete job: success',
      ]);
      expect(jobs[0]?.log).toMatch(/Z compiling\n/);
    },
  ));

test('a job of a called workflow is named after its caller and counts for it', () =>
  withDouble(
    acme(`
name: Build
on: workflow_dispatch
jobs:
  call: { uses: ./.github/workflows/inner.yml }
  legs:
    name: on \${{ matrix.os }}
    strategy: { matrix: { os: [linux] } }
    runs-on: ubuntu-latest
    steps: [{ run: echo leg }]
`).workflow(
      'inner.yml',
      'name: Inner\non: workflow_call\njobs: { deep: { runs-on: ubuntu-latest, steps: [{ run: echo deep }] } }',
    ),
    async (double) => {
      const { jobs } = await executed(double);

      expect(jobs.map(({ key, name, conclusion }) => `${key}: ${name} ${conclusion}`).sort()).toEqual([
        'call: call / deep success',
        'legs: on linux success',
      ]);
    },
  ));

test('the job sees the run, its event and its inputs as on GitHub', () =>
  withDouble(
    acme(`
on: { workflow_dispatch: { inputs: { version: { type: string }, debug: { type: boolean } } } }
jobs:
  show:
    runs-on: ubuntu-latest
    steps:
      - run: echo "$GITHUB_REPOSITORY $GITHUB_RUN_ID $GITHUB_RUN_ATTEMPT $GITHUB_RUN_NUMBER $GITHUB_REF $GITHUB_ACTOR"
      - run: echo "\${{ inputs.version }} \${{ inputs.debug && 'debugging' }} \${{ github.event.sender.login }} $GITHUB_WORKFLOW_REF"
      - run: test "$GITHUB_SHA" = "\${{ github.sha }}" && echo "at $GITHUB_SHA with \${{ secrets.KEY && 'a key' }}"
`),
    async (double) => {
      const shown = await executed(double, {}, { secrets: { KEY: 'sesame-4711' } });

      expect(logOf(shown)).toContain('acme/core 17000000900 2 3 refs/heads/main ada');
      expect(logOf(shown)).toContain('1.2 debugging ada acme/core/.github/workflows/build.yml@refs/heads/main');
      expect(logOf(shown)).toContain(`at ${double.world.repository('acme/core')?.git.branch('main')} with a key`);
    },
  ));

test('a callee checks itself out, builds, and leaves an artifact that the REST API lists', () =>
  withDouble(
    acme(`
on: workflow_dispatch
permissions: { contents: read, actions: read }
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with: { ref: v1.0.0 }
      - uses: actions/setup-node@v5
      - run: mkdir -p out/deep && cp src/a.txt out/deep/ && echo hidden > out/.hidden
      - id: up
        uses: actions/upload-artifact@v7
        with: { name: core, path: out/**, if-no-files-found: error }
      - run: echo "artifact \${{ steps.up.outputs.artifact-id }}"
  use:
    needs: build
    runs-on: ubuntu-latest
    steps:
      - uses: actions/download-artifact@v7
        with: { name: core, path: in }
      - run: cat in/deep/a.txt && ls -A in
      - run: 'curl -fsS -H "Authorization: Bearer \${{ github.token }}" $GITHUB_API_URL/repos/acme/core/actions/artifacts?name=core'
`),
    async (double) => {
      const outcome = await executed(double);
      const { body } = await asAda(double)('GET', '/repos/acme/core/actions/artifacts');

      expect([outcome.conclusion, outcome.errors.includes('Error')]).toEqual(['success', false]);
      expect(body.artifacts).toMatchObject([{ name: 'core', digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) }]);
      expect(logOf(outcome)).toContain(`artifact ${body.artifacts[0].id}`);
      expect(logOf(outcome)).not.toContain('.hidden');
      expect(logOf(outcome)).toContain('"total_count":1');
    },
  ));

test('the token is worth nothing once the run has ended, and never more than the workflow asks for', () =>
  withDouble(
    acme(`
on: workflow_dispatch
permissions: {}
jobs:
  ask:
    permissions: { contents: read }
    runs-on: ubuntu-latest
    steps:
      - run: 'curl -sS -X POST -H "Authorization: Bearer \${{ github.token }}" -d "{\\"tag_name\\":\\"v2\\"}" $GITHUB_API_URL/repos/acme/core/releases'
`),
    async (double) => {
      const outcome = await executed(double);

      expect(logOf(outcome)).toContain('Resource not accessible by integration');
      expect(double.log.entries.map(({ token }) => token)).toEqual(['GITHUB_TOKEN of run 17000000900, attempt 2']);
    },
  ));

test("actions come from given folders, else from the world's repositories at their ref", () => {
  const action = (word: string) =>
    `runs: { using: composite, steps: [{ run: echo ${word}, shell: bash }, { uses: acme/inner@v1 }] }`;
  return withDouble(
    acme(`
on: workflow_dispatch
jobs:
  use:
    runs-on: ubuntu-latest
    steps: [{ uses: acme/tools/actions/say@v1.0.0 }]
`)
      .repository('acme/tools', { files: { 'actions/say/action.yml': action('from-the-world') }, tags: ['v1.0.0'] })
      .repository('acme/inner', {
        files: { 'action.yml': 'runs: { using: composite, steps: [{ run: echo inner, shell: bash }] }' },
        tags: ['v1'],
      }),
    async (double) => {
      const outcome = await executed(double);

      expect(outcome.conclusion).toBe('success');
      expect(logOf(outcome)).toMatch(/Z from-the-world\n[^]*Z inner\n/);
    },
  );
});

test('an action that nobody has keeps the run from beginning, and the error names it', () =>
  withDouble(
    acme('on: workflow_dispatch\njobs: { a: { runs-on: x, steps: [{ uses: acme/none@v1 }] } }'),
    async (double) => {
      await expect(executed(double)).rejects.toThrow('acme/none@v1: give a folder for acme/none');
    },
  ));

test('a cancelled run ends at once, with its jobs cancelled', () =>
  withDouble(
    acme(`
on: workflow_dispatch
jobs:
  wait: { runs-on: ubuntu-latest, steps: [{ run: sleep 60 }] }
  later: { needs: wait, runs-on: ubuntu-latest, steps: [{ run: echo never }] }
`),
    async (double) => {
      const cancel = new AbortController();

      const { conclusion, jobs } = await executed(double, {
        signal: cancel.signal,
        onProgress: ([job]) => {
          if (job?.steps.some(({ name, startedAt }) => name === 'Run sleep 60' && startedAt !== null)) cancel.abort();
        },
      });

      expect(conclusion).toBe('cancelled');
      expect(jobs.map((job) => `${job.name}: ${job.conclusion}`)).toEqual(['wait: cancelled', 'later: cancelled']);
    },
  ));
