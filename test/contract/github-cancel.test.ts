import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dispatchSettingsOf, type Double, releasesOf, withDouble } from '@slipway/github-double';
import { buildOnGithub, type GithubPorts, statusOnGithub, steerOnGithub } from '@slipway/operations/orchestrate-chain';
import { acme, delivering, manifestOf, names, pair, wishOf } from './a-github-chain.js';
import { cancel, dyingAt, jobOf, prepare, publish, unsteered } from './a-job.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-github-ownership-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const minute = 60_000;

const job = (double: Double, name: string, dead?: ReadonlySet<string>): GithubPorts =>
  jobOf(double, folder, name, dead);

const allDeliver = (double: Double, takes: '1m' | '30m' = '30m') =>
  names.forEach((name) => double.runs.script(`acme/${name}`, 'build.yml', (run) => delivering(run, { takes })));

const releasesIn = (double: Double) => {
  const repository = double.world.repository('acme/releases');
  return repository ? releasesOf(repository).all.map(({ draft }) => (draft ? 'draft' : 'public')) : [];
};

const standing = async (double: Double) =>
  double.drive(statusOnGithub(job(double, 'look'), await wishOf({ manifest: await manifestOf(pair) })));

/** A cancel whose teller died before it could look whether anybody was left to hear it. */
async function tellNobody(double: Double): Promise<void> {
  const { ledger, machine } = job(double, 'control');
  const commands = { schema: 1, commands: [{ command: 'cancel', at: 1, by: { ...machine.self() } }] };
  await double.drive(ledger.write('commands/set-1.1', commands, null));
}

test('a cancel that was told to an owner which died before doing it is carried out by the next one', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);
    const owner = prepare(job(double, 'prepare')).catch(() => {});
    const death = double.clock.now() + 10 * minute;
    await double.drive(Promise.race([owner, double.clock.sleep(death - double.clock.now())]));

    const told = await double.drive(cancel(job(double, 'control')));
    const next = await double.drive(prepare(job(double, 'next', new Set(['prepare']))));
    const unasked = await double.drive(prepare(job(double, 'later', new Set(['prepare', 'next']))));

    expect(told).toMatchObject({ status: 'told', owner: expect.stringContaining('job prepare') });
    expect([next.status, unasked.status]).toEqual(['cancelled', 'refused']);
    expect(double.runs.of('acme/core').map(({ attempts }) => attempts.at(-1)?.conclusion)).toEqual(['cancelled']);
    expect(double.runs.of('acme/app')).toEqual([]);
  });
});

test.each(['prepare', 'publish'] as const)(
  'a cancel told to an owner that died over its uploads is carried out by the next %s: no draft is left',
  async (next) => {
    await withDouble(acme(), async (double) => {
      allDeliver(double);
      const { ports, death } = dyingAt(job(double, 'prepare'), 'upload', 'after');
      await double.drive(Promise.race([prepare(ports), death]));
      const told = await double.drive(cancel(job(double, 'control')));
      const between = releasesIn(double);
      const heir = job(double, 'next', new Set(['prepare']));

      const report = await double.drive(next === 'prepare' ? prepare(heir) : prepare(heir).then(() => publish(heir)));

      expect(told).toMatchObject({ status: 'told', owner: expect.stringContaining('job prepare') });
      expect(between).toEqual(['draft']);
      expect(report.status).toBe(next === 'prepare' ? 'cancelled' : 'refused');
      expect(releasesIn(double)).toEqual([]);
      expect(await standing(double)).toMatchObject({
        run: { phase: 'cancelled' },
        prepared: { status: 'deleted', owner: null },
      });
    });
  },
);

test('a cancel that nobody has heeded when the draft is ready keeps it from being published', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);
    await double.drive(prepare(job(double, 'prepare')));
    await tellNobody(double);

    const report = await double.drive(publish(job(double, 'publish')));

    expect(report.status).toBe('cancelled');
    expect(releasesIn(double)).toEqual([]);
  });
});

test.each(['built', 'released'] as const)(
  'a cancel that nobody has heeded when all is %s is carried out by the next build, which builds nothing',
  async (phase) => {
    await withDouble(acme(), async (double) => {
      allDeliver(double);
      const only = phase === 'built' ? ['core'] : [];
      const wish = await wishOf({
        manifest: await manifestOf(pair),
        purpose: 'build',
        selection: { only, skip: [] },
      });
      const build = (name: string) => double.drive(buildOnGithub(job(double, name), wish, unsteered()));
      const first = await build('first');
      await tellNobody(double);

      const second = await build('second');

      expect([first.outcome, second.outcome]).toEqual([phase, 'cancelled']);
      expect(await standing(double)).toMatchObject({ run: { phase: 'cancelled' } });
      expect(double.runs.of('acme/core')).toHaveLength(1);
    });
  },
);

test('a cancel that came too late for a publication turns nothing red', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);
    await double.drive(prepare(job(double, 'prepare')));
    await double.drive(publish(job(double, 'publish')));
    await tellNobody(double);

    const again = await double.drive(prepare(job(double, 'again')));

    expect(again.status).toBe('already-released');
    expect(releasesIn(double)).toEqual(['public']);
  });
});

test('a cancel reaches a run that not all of GitHub knows yet', async () => {
  await withDouble(acme(), async (double) => {
    double.runs.script('acme/core', 'build.yml', (run) => delivering(run, { takes: '30m' }));
    double.faults.add({ fault: { kind: 'stale', ms: 20_000 }, on: /core\/actions\/runs\/\d+\/cancel/ });
    const later = async () => {
      await double.clock.sleep(5_000);
      return cancel(job(double, 'control'));
    };

    const [report] = await double.drive(Promise.all([prepare(job(double, 'prepare')), later()]));

    expect(report.status).toBe('cancelled');
    expect(double.runs.of('acme/core').map(({ attempts }) => attempts.at(-1)?.conclusion)).toEqual(['cancelled']);
  });
});

test('a cancel reaches a run that no list of GitHub tells of yet', async () => {
  await withDouble(acme(), async (double) => {
    dispatchSettingsOf(double.world).runDetails = 'refused';
    double.runs.script('acme/core', 'build.yml', (run) => delivering(run, { takes: '30m', listedAfter: '45s' }));
    const later = async () => {
      await double.clock.sleep(5_000);
      return cancel(job(double, 'control'));
    };

    const [report, told] = await double.drive(Promise.all([prepare(job(double, 'prepare')), later()]));

    expect([report.status, told.status]).toEqual(['cancelled', 'told']);
    expect(double.runs.of('acme/core').map(({ attempts }) => attempts.at(-1)?.conclusion)).toEqual(['cancelled']);
  });
});

test('who cancels what has just ended does it itself, instead of telling nobody', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double, '1m');
    let isOver = false;
    const owner = prepare(job(double, 'prepare')).finally(() => (isOver = true));
    const ports = job(double, 'control');
    const write: GithubPorts['ledger']['write'] = async (...given) => {
      while (!isOver) await double.clock.sleep(minute);
      return ports.ledger.write(...given);
    };
    const later = async () => {
      await double.clock.sleep(10_000);
      return cancel({ ...ports, ledger: { ...ports.ledger, write } });
    };

    const [report, cancelled] = await double.drive(Promise.all([owner, later()]));

    expect(report.status).toBe('prepared');
    expect(cancelled).toMatchObject({ status: 'done', report: { status: 'cancelled' } });
    expect(releasesIn(double)).toEqual([]);
  });
});

test.each(['publish', 'prepare'] as const)(
  'a cancelling that was killed half-way is ended by the next %s',
  async (next) => {
    await withDouble(acme(), async (double) => {
      allDeliver(double);
      await double.drive(prepare(job(double, 'prepare')));
      const dying = dyingAt(job(double, 'control'), 'remove', 'before');
      await double.drive(Promise.race([cancel(dying.ports), dying.death]));
      const between = releasesIn(double);

      const held = await double.drive(publish(job(double, 'publish')));
      const heir = job(double, 'next', new Set(['control']));
      const ended = await double.drive(next === 'publish' ? publish(heir) : prepare(heir));

      expect(between).toEqual(['draft']);
      expect(held).toMatchObject({ status: 'refused', findings: [{ what: expect.stringContaining('is deleting') }] });
      expect(ended.status).toBe('cancelled');
      expect(releasesIn(double)).toEqual([]);
    });
  },
);

test('resume goes on with a draft whose owner died over its uploads', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);
    const dying = dyingAt(job(double, 'prepare'), 'upload', 'after');
    await double.drive(Promise.race([prepare(dying.ports), dying.death]));
    const orchestrator = { kind: 'workflow', workflow: 'release_orchestrator.yml', ref: 'main' } as const;
    const resume = async (ports: GithubPorts) =>
      steerOnGithub(ports, await wishOf({ manifest: await manifestOf(pair) }), 'resume', {
        ...orchestrator,
        inputs: { tag: 'set-1' },
      });

    const early = await double.drive(resume(job(double, 'control')));
    const resumed = await double.drive(resume(job(double, 'control', new Set(['prepare']))));
    const report = await double.drive(prepare(job(double, 'next', new Set(['prepare']))));

    expect(early).toMatchObject({ status: 'refused', finding: { what: expect.stringContaining('is preparing') } });
    expect(resumed).toMatchObject({ status: 'started' });
    expect(report.status).toBe('prepared');
    expect(releasesIn(double)).toEqual(['draft']);
  });
});
