import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Double, RealClock } from '@slipway/github-double';
import { access, repositories, sync, withRepositories } from './a-release.ts';
import { type Figure, ratio } from './figure.ts';

const latency = 50;
const runs = 3;
const delay = (double: Double): void =>
  double.faults.add({ fault: { kind: 'slow', ms: latency }, times: Number.POSITIVE_INFINITY });

function makeFiles(folder: string, count: number, bytes: number): void {
  for (let at = 0; at < count; at += 1) writeFileSync(join(folder, `asset-${at}.bin`), randomBytes(bytes));
}

/** How long so many uploads at a time take, over one. */
const inParallel = (atOnce: number): Promise<number> =>
  withRepositories(2 * (runs + 1), { clock: new RealClock(), limits: 'off' }, async (double, root) => {
    makeFiles(root, 200, 64 * 1024);
    delay(double);
    const child = fork(join(import.meta.dirname, 'sync-process.ts'));
    // Each in a repository of its own: the list of releases does not grow.
    const fresh = [...repositories(2 * (runs + 1))];
    const upload = (maxParallel: number) => async () => {
      child.send({ ...access(double), root, repository: fresh.pop(), maxParallel, pacing: 'off', mode: 'sync' });
      const [answer] = await once(child, 'message');
      if (answer !== 'done') throw new Error(answer);
    };
    return ratio(upload(atOnce), upload(1), runs).finally(() => child.kill());
  });

/** In virtual time, with GitHub's limits: how long it takes, over a second between the starts of any two writes. */
const inPace = (): Promise<number> =>
  withRepositories(1, {}, async (double, root) => {
    makeFiles(root, 200, 64 * 1024);
    delay(double);
    const begun = double.clock.now();
    const options = { ...access(double), root, repository: 'core-0', maxParallel: 4 } as const;
    await double.drive(sync({ ...options, pacing: 'on', mode: 'sync' }, double.clock));
    const writes = double.log.entries.filter(({ method }) => method !== 'GET').length;
    return (double.clock.now() - begun) / ((writes - 1) * 1000);
  });

/** What is asked of GitHub for a plan. */
const requests = (): Promise<number> =>
  withRepositories(1, { limits: 'off' }, async (double, root) => {
    makeFiles(root, 999, 100);
    const options = { ...access(double), root, repository: 'core-0', maxParallel: 4, pacing: 'off' } as const;
    await double.drive(sync({ ...options, mode: 'sync' }, double.clock));
    const before = double.log.entries.length;
    await double.drive(sync({ ...options, mode: 'dry-run' }, double.clock));
    return double.log.entries.length - before;
  });

export const figures: readonly Figure[] = [
  {
    what: `200 assets of 64 KiB, ${latency} ms latency, pacing off, 4 at a time (the default)`,
    against: 'one after the other',
    unit: '×',
    wanted: 0.285,
    measure: () => inParallel(4),
  },
  {
    what: 'the same, 10 at a time (the most)',
    against: 'one after the other',
    unit: '×',
    wanted: 0.285,
    measure: () => inParallel(10),
  },
  {
    what: 'the same with pacing, in virtual time',
    against: 'a second between writes, as GitHub asks',
    unit: '×',
    wanted: 1.05,
    measure: inPace,
  },
  {
    what: 'plan for a release of 1,000 assets',
    against: 'a limit',
    unit: 'requests',
    wanted: 14,
    measure: requests,
  },
];
