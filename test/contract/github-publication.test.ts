import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Double, releasesOf, withDouble } from '@slipway/github-double';
import { type GithubPorts, prepareOnGithub, statusOnGithub } from '@slipway/operations/orchestrate-chain';
import { acme, delivering, manifestOf, names, pair, wishOf } from './a-github-chain.js';
import { dyingAt, jobOf, prepare, publish } from './a-job.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-github-ownership-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const minute = 60_000;

const job = (double: Double, name: string, dead?: ReadonlySet<string>): GithubPorts =>
  jobOf(double, folder, name, dead);

const allDeliver = (double: Double) =>
  names.forEach((name) => double.runs.script(`acme/${name}`, 'build.yml', (run) => delivering(run)));

const releasesIn = (double: Double) => {
  const repository = double.world.repository('acme/releases');
  return repository ? releasesOf(repository).all.map(({ draft }) => (draft ? 'draft' : 'public')) : [];
};

const standing = async (double: Double) =>
  double.drive(statusOnGithub(job(double, 'look'), await wishOf({ manifest: await manifestOf(pair) })));

const published = (double: Double) => double.log.effects('release-published').length;

test('of two publications at once one goes on, and the other is told who that is', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);
    await double.drive(prepare(job(double, 'prepare')));

    const slow = job(double, 'first');
    const sluggish: typeof slow.releases.publish = async (...sent) => {
      await double.clock.sleep(10 * minute);
      return slow.releases.publish(...sent);
    };
    const later = async () => {
      await double.clock.sleep(minute);
      return publish(job(double, 'second'));
    };

    const [first, second] = await double.drive(
      Promise.all([publish({ ...slow, releases: { ...slow.releases, publish: sluggish } }), later()]),
    );

    expect([first.status, second.status]).toEqual(['published', 'refused']);
    expect(second.findings).toMatchObject([
      { code: 'conflict', what: 'job first of run 1 (attempt 1) in acme/releases is publishing its release' },
    ]);
    expect(published(double)).toBe(1);
  });
});

test.each(['before', 'after'] as const)(
  'a publication that was killed %s it was public is taken over by the next one, which raises the epoch',
  async (when) => {
    await withDouble(acme(), async (double) => {
      allDeliver(double);
      await double.drive(prepare(job(double, 'prepare')));
      const { ports, death } = dyingAt(job(double, 'first'), 'publish', when);
      await double.drive(Promise.race([publish(ports), death]));

      const held = await double.drive(publish(job(double, 'second')));
      const between = await standing(double);
      const ended = await double.drive(publish(job(double, 'third', new Set(['first']))));

      expect(held).toMatchObject({ status: 'refused', findings: [{ what: expect.stringContaining('job first') }] });
      expect(between?.prepared).toMatchObject({ status: 'publishing', owner: { job: 'first' } });
      expect(ended.status).toBe('published');
      const after = await standing(double);
      expect(after?.prepared).toMatchObject({ status: 'published', owner: null });
      expect(after?.prepared?.epoch).toBe((between?.prepared?.epoch ?? 0) + 1);
      expect(releasesIn(double)).toEqual(['public']);
    });
  },
);

/** It sees no run under the tag yet, and comes to the rest only when another one has long begun. */
function late(ports: GithubPorts, double: Double): GithubPorts {
  let looks = 0;
  const list: typeof ports.ledger.list = async (prefix) => {
    if ((looks += 1) > 1) return ports.ledger.list(prefix);
    await double.clock.sleep(5 * minute);
    return [];
  };
  return { ...ports, ledger: { ...ports.ledger, list } };
}

test('of two preparations that begin in the same moment one asks for builds, and the other finds its run', async () => {
  await withDouble(acme(), async (double) => {
    names.forEach((name) =>
      double.runs.script(`acme/${name}`, 'build.yml', (run) => delivering(run, { takes: '20m' })),
    );

    const [first, second] = await double.drive(
      Promise.all([
        prepare(job(double, 'first')),
        prepare(late(job(double, 'second'), double)).catch((error: Error) => error.message),
      ]),
    );

    const told = 'set-1.1: another process has taken over this run; leave it to that process; its builds go on';
    expect([first.status, second]).toEqual(['prepared', told]);
    expect(['core', 'app'].map((name) => double.runs.of(`acme/${name}`).length)).toEqual([1, 1]);
    expect(releasesIn(double)).toEqual(['draft']);
  });
});

test('two publications that begin in the same moment make it public once', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);
    await double.drive(prepare(job(double, 'prepare')));

    const reports = await double.drive(Promise.all(['first', 'second'].map((name) => publish(job(double, name)))));

    expect(reports.filter(({ status }) => status === 'published')).toHaveLength(1);
    expect(published(double)).toBe(1);
  });
});

test('a restart beside a publication either comes first, or is refused: never both', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);
    await double.drive(prepare(job(double, 'prepare')));
    const wish = await wishOf({ manifest: await manifestOf(pair), begin: 'restart' });

    const [restarted, public1] = await double.drive(
      Promise.all([
        prepareOnGithub(job(double, 'again'), wish, { interrupt: new AbortController().signal, watch: () => {} }),
        publish(job(double, 'publish')),
      ]),
    );

    expect([restarted.status, public1.status]).toEqual(
      public1.status === 'published' ? ['refused', 'published'] : ['prepared', 'refused'],
    );
    expect(releasesIn(double)).toEqual([public1.status === 'published' ? 'public' : 'draft']);
  });
});
