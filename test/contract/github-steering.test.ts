import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Double, type RunScript, releasesOf, withDouble } from '@slipway/github-double';
import {
  cancelOnGithub,
  type GithubReport,
  type GithubSteered,
  type GithubWish,
  prepareOnGithub,
  publishOnGithub,
  statusOnGithub,
  steerOnGithub,
} from '@slipway/operations/orchestrate-chain';
import { acme, delivering, manifestOf, names, pair, type Place, portsOn, wishOf } from './a-github-chain.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-github-steering-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const minute = 60_000;

const wished = async (part: Partial<GithubWish> = {}) => wishOf({ manifest: await manifestOf(pair), ...part });

const unsteered = () => ({ interrupt: new AbortController().signal, watch: () => {} });

async function prepare(double: Double, part: Partial<GithubWish> = {}): Promise<GithubReport> {
  const wish = await wished(part);
  return double.drive(prepareOnGithub(portsOn(double, { folder: join(folder, 'owner') }), wish, unsteered()));
}

/** From another job, which sees the owner alive or not. */
const controlPorts = (double: Double, isAlive: NonNullable<Place['isAlive']>) =>
  portsOn(double, {
    folder: join(folder, 'control'),
    owner: { repository: 'acme/releases', runId: 2, attempt: 1, job: 'control' },
    isAlive,
  });

async function steer(double: Double, command: 'pause' | 'resume' | 'retry'): Promise<GithubSteered> {
  const workflow = 'release_orchestrator.yml';
  const orchestrator = { kind: 'workflow', workflow, ref: 'main', inputs: { tag: 'set-1' } } as const;
  return steerOnGithub(
    controlPorts(double, async () => 'alive'),
    await wished(),
    command,
    orchestrator,
  );
}

const cancel = async (double: Double, state: 'alive' | 'dead' = 'dead'): Promise<GithubSteered> =>
  cancelOnGithub(
    controlPorts(double, async () => state),
    await wished(),
    unsteered(),
  );

/** What somebody does while the owner is at work. */
async function meanwhile<Result>(double: Double, work: () => Promise<Result>) {
  const later = async () => {
    await double.clock.sleep(10 * minute);
    return work();
  };
  const wish = await wished();
  const owner = prepareOnGithub(portsOn(double, { folder: join(folder, 'owner') }), wish, unsteered());
  const [report, result] = await double.drive(Promise.all([owner, later()]));
  return { report, result };
}

const allDeliver = (double: Double, script: RunScript = {}) =>
  names.forEach((name) =>
    double.runs.script(`acme/${name}`, 'build.yml', (run) => delivering(run, { takes: '30m', ...script })),
  );

const conclusionsOf = (double: Double, name: string) =>
  double.runs.of(`acme/${name}`).map(({ attempts }) => attempts.at(-1)?.conclusion ?? null);

const draftsOf = (double: Double) => {
  const repository = double.world.repository('acme/releases');
  return repository ? releasesOf(repository).all.map(({ draft, assets }) => [draft, assets.length]) : [];
};

test('a living owner is told to pause, and ends what runs; without one, resume lets the orchestrator go on', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);

    const { report, result } = await meanwhile(double, () => steer(double, 'pause'));
    const resumed = await double.drive(steer(double, 'resume'));
    const begunByControl = conclusionsOf(double, 'app');
    const ended = await prepare(double);

    expect(result).toMatchObject({ status: 'told', run: 'set-1.1', owner: expect.stringContaining('job prepare') });
    expect(report.status).toBe('paused');
    expect(resumed).toEqual({ status: 'started', run: 'set-1.1', workflow: 'release_orchestrator.yml' });
    expect(double.runs.of('acme/releases').map(({ inputs }) => inputs)).toEqual([
      { tag: 'set-1', prerelease: '', only: '' },
    ]);
    expect(begunByControl).toEqual([]);
    expect(ended.status).toBe('prepared');
    expect([conclusionsOf(double, 'core'), conclusionsOf(double, 'app')]).toEqual([['success'], ['success']]);
  });
});

test('retry of a failed run starts the orchestrator, which builds only what failed', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);
    double.runs.script('acme/app', 'build.yml', { conclusion: 'failure' });
    const failed = await prepare(double);
    allDeliver(double);

    const steered = await double.drive(steer(double, 'retry'));
    const ended = await prepare(double);

    expect(failed.status).toBe('failed');
    expect(steered.status).toBe('started');
    expect(ended.status).toBe('prepared');
    expect([conclusionsOf(double, 'core'), conclusionsOf(double, 'app')]).toEqual([
      ['success'],
      ['failure', 'success'],
    ]);
  });
});

test('cancel reaches the builds that a dead owner left, and nobody goes on with the run unasked', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);
    const left = await prepare(double, { timeout: 10 * minute });

    const cancelled = await double.drive(cancel(double));
    const unasked = await prepare(double);
    await double.drive(steer(double, 'retry'));
    const asked = await prepare(double);

    expect(left.status).toBe('continuing');
    expect(cancelled).toMatchObject({ status: 'done', report: { status: 'cancelled' } });
    expect(unasked).toMatchObject({ status: 'refused', findings: [{ what: 'this chain run was cancelled' }] });
    expect(asked.status).toBe('prepared');
    expect(conclusionsOf(double, 'core')).toEqual(['cancelled', 'success']);
  });
});

test('a living owner that is told to cancel cancels its builds and makes no release', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);

    const { report, result } = await meanwhile(double, () => cancel(double, 'alive'));

    expect(result).toMatchObject({ status: 'told' });
    expect(report.status).toBe('cancelled');
    expect([conclusionsOf(double, 'core'), conclusionsOf(double, 'app')]).toEqual([['cancelled'], []]);
    expect(draftsOf(double)).toEqual([]);
  });
});

test.each(['told a moment ago', 'under way'] as const)(
  'retry is refused while a cancel is %s, leaves nothing behind, and goes on once that has ended',
  async (moment) => {
    await withDouble(acme(), async (double) => {
      allDeliver(double, { cancelledAfter: '5m' });

      const { report, result } = await meanwhile(double, async () => {
        const cancelled = await cancel(double, 'alive');
        if (moment === 'under way') await double.clock.sleep(minute);
        return [cancelled, await steer(double, 'retry')];
      });
      const retried = await double.drive(steer(double, 'retry'));
      allDeliver(double);
      const ended = await prepare(double);

      expect(result).toMatchObject([
        { status: 'told' },
        {
          status: 'refused',
          finding: {
            what: 'job prepare of run 1 (attempt 1) in acme/releases is cancelling this run',
            where: 'set-1.1',
            remedy: 'once it has ended, go on with retry: what is built is kept',
          },
        },
      ]);
      expect([report.status, retried.status, ended.status]).toEqual(['cancelled', 'started', 'prepared']);
      expect(conclusionsOf(double, 'core')).toEqual(['cancelled', 'success']);
    });
  },
);

test('cancel of a prepared release deletes its draft, which is made again only when somebody retries', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);
    const wish = await wished();
    await prepare(double);

    await double.drive(cancel(double));
    const standing = await double.drive(statusOnGithub(portsOn(double, { folder }), wish));
    const drafts = draftsOf(double);
    const unasked = await prepare(double);
    const published = await double.drive(publishOnGithub(portsOn(double, { folder }), wish));
    await double.drive(steer(double, 'retry'));
    const asked = await prepare(double);

    expect(standing).toMatchObject({ run: { phase: 'cancelled' }, prepared: { status: 'deleted' } });
    expect(drafts).toEqual([]);
    expect([unasked.status, published.status]).toEqual(['refused', 'refused']);
    expect(asked.status).toBe('prepared');
    expect(draftsOf(double)).toEqual([[true, 3]]);
    expect([conclusionsOf(double, 'core'), conclusionsOf(double, 'app')]).toEqual([['success'], ['success']]);
  });
});

test('what is cancelled while its assets are uploaded ends with nothing of it left, and is not published', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);
    const wish = await wished();
    const ports = portsOn(double, { folder: join(folder, 'owner') });
    const told: Promise<GithubSteered>[] = [];
    const upload: typeof ports.releases.upload = async (...sent) => {
      await (told[0] ??= cancel(double, 'alive'));
      await double.clock.sleep(minute);
      return ports.releases.upload(...sent);
    };
    const releases = { ...ports.releases, upload };

    const report = await double.drive(prepareOnGithub({ ...ports, releases }, wish, unsteered()));
    const published = await double.drive(publishOnGithub(portsOn(double, { folder }), wish));

    expect(await told[0]).toMatchObject({ status: 'told', owner: expect.stringContaining('job prepare') });
    expect([report.status, published.status]).toEqual(['cancelled', 'refused']);
    expect(draftsOf(double)).toEqual([]);
  });
});

test('what makes no sense for a run that stands still is refused, and starts nothing', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);
    const refusalOf = async (command: Parameters<typeof steer>[1]) => {
      const steered = await double.drive(steer(double, command));
      return steered.status === 'refused' ? `${steered.finding.what}; ${steered.finding.remedy}` : steered.status;
    };
    const all = async () => [await refusalOf('pause'), await refusalOf('resume'), await refusalOf('retry')];

    expect(await refusalOf('resume')).toBe('no chain run has begun under this tag; begin one with prepare');
    await prepare(double, { timeout: 10 * minute });
    expect(await refusalOf('pause')).toBe('nobody drives this run: nothing more of it begins; go on with resume');
    await prepare(double);
    const prepared = await all();
    await double.drive(publishOnGithub(portsOn(double, { folder }), await wished()));
    const published = await all();
    const late = await double.drive(cancel(double));

    expect(new Set(prepared)).toEqual(new Set(['this run has ended: released; publish it, or begin another']));
    expect(new Set(published)).toEqual(new Set(['its release is public; make the next release under another tag']));
    expect(late).toMatchObject({
      status: 'refused',
      finding: { what: expect.stringContaining('the release is public') },
    });
    expect(double.runs.of('acme/releases')).toEqual([]);
  });
});
