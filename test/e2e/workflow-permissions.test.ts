import type { Permissions } from '@slipway/github-double';
import {
  type GithubPorts,
  type GithubReport,
  type GithubWish,
  prepareOnGithub,
  publishOnGithub,
} from '@slipway/operations/orchestrate-chain';
import type { JobOwner } from '@slipway/operations/ports';
import { parse } from 'yaml';
import { manifestOf, portsOn, wishOf } from '../contract/a-github-chain.js';
import type { StepEnd } from './action-step.js';
import { annotations } from './a-github.js';
import { control, ended, home, inMono, manifest, orchestrator, permissionsOf, type Scene, text } from './mono.js';
import { aFolder, runProgram } from './slipway.js';

const patience = 600_000;

/** One command of a job, and what has to be so before it. */
interface Use {
  readonly file: string;
  readonly job: string;
  readonly command: string;
  readonly before: (scene: Scene) => Promise<unknown>;
  readonly ends: string;
}

/** What one job did with Ada's token, on the double's own time. */
async function drivenAs(
  { double }: Scene,
  owner: Pick<JobOwner, 'runId' | 'job'>,
  carriedOut: (ports: GithubPorts, wish: GithubWish) => Promise<GithubReport>,
): Promise<void> {
  const { release, ...wish } = await wishOf({ manifest: await manifestOf(manifest), home });
  const ports = portsOn(double, { folder: aFolder(), home, owner: { repository: home, attempt: 1, ...owner } });
  await double.drive(carriedOut(ports, { ...wish, release: { ...release, repository: home } }));
}

const unsteered = { interrupt: new AbortController().signal, watch: () => {} };

const prepared = (there: Scene) =>
  drivenAs(there, { runId: 1, job: 'prepare' }, (ports, wish) => prepareOnGithub(ports, wish, unsteered));

/** A job broke as it made the draft public, and its run has ended: whoever goes on has to see that. */
const brokenOff = async (there: Scene) => {
  const { double, start } = there;
  await prepared(there);
  const runId = await start('release_orchestrator.yml', { tag: 'set-1' });
  const route = 'PATCH /repos/{owner}/{repo}/releases/{release_id}';
  double.faults.add({ fault: { kind: 'unavailable', status: 503 }, on: route, times: 20 });
  await drivenAs(there, { runId, job: 'publish' }, publishOnGithub);
  double.faults.clear();
  await ended(double, runId);
};

/** `alive`: the job that built it is still there, by all that GitHub tells. */
const begun =
  (state: 'alive' | 'dead') =>
  async ({ step, start, owner, double }: Scene) => {
    const run = await start('release_orchestrator.yml', { tag: 'set-1' });
    await step({ run, name: 'prepare', token: owner }, {}, 'core 1.0.0: building');
    if (state === 'dead') await ended(double, run);
  };

const uses: readonly Use[] = [
  { file: orchestrator, job: 'prepare', command: 'prepare', before: async () => {}, ends: 'prepared' },
  { file: orchestrator, job: 'publish', command: 'publish', before: brokenOff, ends: 'published' },
  { file: control, job: 'control', command: 'status', before: prepared, ends: 'prepared' },
  { file: control, job: 'control', command: 'pause', before: begun('alive'), ends: 'told' },
  { file: control, job: 'control', command: 'resume', before: begun('dead'), ends: 'started' },
  { file: control, job: 'control', command: 'cancel', before: begun('dead'), ends: 'cancelled' },
];

async function used({ file, job, command, before }: Use, permissions: Permissions): Promise<StepEnd> {
  let end: StepEnd | null = null;
  await inMono(async (there) => {
    await before(there);
    const run = await there.start(file.replace(/.*\//, ''), { tag: 'set-1', ...(file === control && { command }) });
    const token = there.double.token({ kind: 'workflow', repository: home, permissions });
    const given = { command, tag: 'set-1' };
    end = await there.step({ run, name: job, token }, given);
  });
  if (end === null) throw new Error('the step has not run');
  return end;
}

test.each(uses)(
  'in $job, $command does with the permissions of its file',
  async (use) => {
    const end = await used(use, permissionsOf(use.file, use.job));

    expect({ errors: annotations(end), status: end.outputs['status'] }).toEqual({
      errors: [],
      status: use.ends,
    });
  },
  patience,
);

/** One level less than the file says. */
const lowered = (permissions: Permissions, name: keyof Permissions): Permissions => {
  const { [name]: level, ...others } = permissions;
  return level === 'write' ? { ...others, [name]: 'read' } : others;
};

/** For each permission of each job the command that cannot do without. */
const needs: readonly (readonly [command: string, name: keyof Permissions])[] = [
  ['prepare', 'contents'],
  ['prepare', 'actions'],
  ['publish', 'contents'],
  ['publish', 'actions'],
  ['resume', 'contents'],
  ['resume', 'actions'],
];

const useOf = (command: string): Use => {
  const use = uses.find((one) => one.command === command);
  if (!use) throw new Error(`nothing is known of ${command}`);
  return use;
};

test.each(needs)(
  '%s fails without the %s that its job has, and names it',
  async (command, name) => {
    const use = useOf(command);
    const permissions = permissionsOf(use.file, use.job);

    const end = await used(use, lowered(permissions, name));

    expect(end.code).toBe(1);
    expect(annotations(end)).toEqual([expect.stringContaining(`${name}: ${permissions[name]}`)]);
  },
  patience,
);

test('no job has a permission of which nothing shows that it is needed', () => {
  const jobs = [orchestrator, control].flatMap((file) =>
    Object.keys(parse(text(file)).jobs).map((job) => ({ file, job })),
  );

  const declared = jobs.flatMap(({ file, job }) =>
    Object.keys(permissionsOf(file, job)).map((name) => `${job} ${name}`),
  );

  expect(declared.toSorted()).toEqual(needs.map(([command, name]) => `${useOf(command).job} ${name}`).toSorted());
});

test("the callee's own token checks out its private repository, and without contents: read it does not", () =>
  inMono(async ({ double }) => {
    const permissions = permissionsOf('examples/callee/build.yml', 'build');
    const heads = (held: Permissions) => {
      const token = double.token({ kind: 'workflow', repository: home, permissions: held });
      const server = double.urls.server.replace('://', `://x-access-token:${token}@`);
      return runProgram('git', ['ls-remote', `${server}/${home}.git`, 'HEAD'], { folder: aFolder() });
    };

    expect(permissions).toEqual({ contents: 'read' });
    expect(await heads(permissions)).toMatchObject({ code: 0, out: expect.stringMatching(/^[0-9a-f]{40}\tHEAD/) });
    expect(await heads({})).toMatchObject({ code: 128, err: expect.stringContaining('403') });
  }));
