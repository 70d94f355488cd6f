import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Double, releasesOf, withDouble } from '@slipway/github-double';
import {
  cancelOnGithub,
  fulfilOnGithub,
  type GithubSteered,
  type GithubWish,
  steerOnGithub,
} from '@slipway/operations/orchestrate-chain';
import type { PlannedRequest } from '@slipway/operations/ports';
import { sentSince, short, writtenSince } from './a-dry-run.js';
import { acme, delivering, manifestOf, pair, type Place, portsOn, wishOf } from './a-github-chain.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-github-dry-steering-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const minute = 60_000;
const owner = { repository: 'acme/releases', runId: 2, attempt: 1, job: 'control' };
const orchestrator = {
  kind: 'workflow',
  workflow: 'release_orchestrator.yml',
  ref: 'main',
  inputs: { tag: 'set-1' },
} as const;
const unsteered = () => ({ interrupt: new AbortController().signal, watch: () => {} });

type Command = 'pause' | 'resume' | 'retry' | 'cancel' | 'prepare';
type Part = Partial<GithubWish>;

/** A GitHub where core and app take half an hour each. */
const github = (body: (double: Double) => Promise<void>): Promise<void> =>
  withDouble(acme(), async (double) => {
    for (const name of ['core', 'app'])
      double.runs.script(`acme/${name}`, 'build.yml', (run) => delivering(run, { takes: '30m' }));
    await body(double);
  });

const wished = async (part: Part) => wishOf({ manifest: await manifestOf(pair), ...part });

async function prepare(double: Double, part: Part = {}) {
  const ports = portsOn(double, { folder: join(folder, 'runner') });
  return double.drive(fulfilOnGithub('prepare', ports, await wished(part), unsteered()));
}

async function steer(
  double: Double,
  command: Command,
  part: Part = {},
  isAlive: NonNullable<Place['isAlive']> = async () => 'dead',
): Promise<GithubSteered> {
  const ports = portsOn(double, { folder: join(folder, 'control'), owner, isAlive });
  const wish = await wished(part);
  switch (command) {
    case 'cancel':
      return double.drive(cancelOnGithub(ports, wish, unsteered()));
    case 'prepare': {
      const {
        status: _,
        requests = [],
        findings,
      } = await double.drive(fulfilOnGithub(command, ports, wish, unsteered()));
      expect(findings).toEqual([]);
      return { status: 'planned', run: '', would: '', requests };
    }
    default:
      return double.drive(steerOnGithub(ports, wish, command, orchestrator));
  }
}

/** What a dry run says, having written nothing anywhere. */
async function dry(
  double: Double,
  ...[command, part, isAlive]: Parameters<typeof steer> extends [unknown, ...infer Rest] ? Rest : never
) {
  const before = double.log.entries.length;
  const steered = await steer(double, command, { ...part, mode: 'dry-run' }, isAlive);
  expect(writtenSince(double, before)).toEqual([]);
  expect(readdirSync(folder)).not.toContain('control');
  if (steered.status !== 'planned') throw new Error(JSON.stringify(steered));
  return steered;
}

/** What is really sent. */
async function real(double: Double, command: Command, part: Part = {}): Promise<readonly PlannedRequest[]> {
  const before = double.log.entries.length;
  await steer(double, command, part);
  return sentSince(double, before).map(({ method, path, body = null }) =>
    JSON.parse(JSON.stringify({ method, path, body })),
  );
}

const runOf = (double: Double, name: string) => double.runs.of(`acme/${name}`)[0]?.id;
const releaseIn = (double: Double) => {
  const repository = double.world.repository('acme/releases');
  return repository && releasesOf(repository).all[0]?.id;
};

test('a dry cancel lists the runs that it would cancel, which go on, and the real one cancels just these', () =>
  github(async (double) => {
    await prepare(double, { timeout: 10 * minute });

    const planned = await dry(double, 'cancel');
    const sent = await real(double, 'cancel');

    expect(planned).toMatchObject({ run: 'set-1.1', would: 'be cancelled here, as nobody drives it' });
    expect(planned.requests.map(short)).toEqual([`POST /repos/acme/core/actions/runs/${runOf(double, 'core')}/cancel`]);
    expect(sent).toEqual(planned.requests);
  }));

test('a dry cancel of what is prepared lists the draft that it would delete', () =>
  github(async (double) => {
    await prepare(double);
    const draft = releaseIn(double);

    const planned = await dry(double, 'cancel');
    const sent = await real(double, 'cancel');

    expect(planned.requests.map(short)).toEqual([`DELETE /repos/acme/releases/releases/${draft}`]);
    expect(sent).toEqual(planned.requests);
    expect(releaseIn(double)).toBeUndefined();
  }));

test.each(['resume', 'retry'] as const)(
  'a dry %s lists the start of the orchestrator, which the real one sends',
  (command) =>
    github(async (double) => {
      await prepare(double, {
        timeout: 10 * minute,
        release: (await wished({})).release,
        selection: { only: ['core'], skip: [] },
      });

      const planned = await dry(double, command);
      const sent = await real(double, command);

      expect(planned).toMatchObject({ run: 'set-1.1', would: 'start release_orchestrator.yml' });
      expect(planned.requests).toMatchObject([
        {
          method: 'POST',
          path: '/repos/acme/releases/actions/workflows/release_orchestrator.yml/dispatches',
          body: { ref: 'main', inputs: { tag: 'set-1', only: 'core' } },
        },
      ]);
      expect(sent).toEqual(planned.requests);
    }),
);

test.each(['pause', 'cancel'] as const)(
  'a dry %s of what somebody drives tells whom it would tell, and does not',
  (command) =>
    github(async (double) => {
      await prepare(double, { timeout: 10 * minute });
      const ports = portsOn(double, { folder: join(folder, 'look') });
      const stored = await ports.ledger.read('runs/set-1.1');
      const driven = {
        ...JSON.parse(JSON.stringify(stored?.value)),
        owner: { ...owner, job: 'prepare' },
        phase: 'building',
      };
      await ports.ledger.write('runs/set-1.1', driven, stored?.revision ?? null);

      const planned = await dry(double, command, {}, async () => 'alive');

      expect(planned).toMatchObject({ would: expect.stringMatching(/^tell job prepare of run 2/), requests: [] });
      expect(await ports.ledger.read('commands/set-1.1')).toBeNull();
    }),
);

test('what the real command refuses, a dry run refuses', () =>
  github(async (double) => {
    await prepare(double);

    const before = double.log.entries.length;
    const steered = await steer(double, 'pause', { mode: 'dry-run' });

    expect(steered).toMatchObject({ status: 'refused', finding: { what: 'this run has ended: released' } });
    expect(writtenSince(double, before)).toEqual([]);
  }));

test('with restart a dry run lists what is cleared before what is built anew, and the real one sends just that', () =>
  github(async (double) => {
    await prepare(double);
    const draft = releaseIn(double);
    // One build at a time, so that the order is one.
    const part = { begin: 'restart', policy: { maxParallel: 1, onFailure: 'keep-going' } } as const;

    const planned = await dry(double, 'prepare', part);
    const sent = await real(double, 'prepare', part);

    const shown = planned.requests.map(short);
    expect(shown.slice(0, 4)).toEqual([
      `DELETE /repos/acme/releases/releases/${draft}`,
      'POST /repos/acme/core/actions/workflows/build.yml/dispatches',
      'POST /repos/acme/app/actions/workflows/build.yml/dispatches',
      'POST /repos/acme/releases/releases',
    ]);
    expect(planned.requests[1]?.body).toEqual(sent[1]?.body);
    const made = String(releaseIn(double));
    const named = sent.map((one) => short(one).replace(made, '{release-id}'));
    expect(named.toSorted()).toEqual(shown.toSorted());
    expect(named.slice(0, 4)).toEqual(shown.slice(0, 4));
  }));

test('with restart, where builds are at work, a dry run lists their cancelling first', () =>
  github(async (double) => {
    await prepare(double, { timeout: 10 * minute });

    const planned = await dry(double, 'prepare', { begin: 'restart' });

    expect(planned.requests.map(short).slice(0, 2)).toEqual([
      `POST /repos/acme/core/actions/runs/${runOf(double, 'core')}/cancel`,
      'POST /repos/acme/core/actions/workflows/build.yml/dispatches',
    ]);
    expect(double.runs.of('acme/core').map(({ attempts }) => attempts.at(-1)?.conclusion ?? null)).toEqual([null]);
  }));
