import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Double, releasesOf, withDouble } from '@slipway/github-double';
import { type GithubPorts, prepareOnGithub, publishOnGithub } from '@slipway/operations/orchestrate-chain';
import { acme, delivering, manifestOf, names, pair, portsOn, wishOf } from './a-github-chain.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-github-kills-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Death = { readonly call: number; readonly when: 'before' | 'after' };

/** A release, by processes of which the first dies at its n-th call to the world: it never hears of anything again. */
async function releasedIn(double: Double, death: Death): Promise<{ readonly calls: number }> {
  const wish = await wishOf({ manifest: await manifestOf(pair) });
  const steering = { interrupt: new AbortController().signal, watch: () => {} };
  const life = async (ports: GithubPorts) => {
    await prepareOnGithub(ports, wish, steering);
    return publishOnGithub(ports, wish);
  };
  let calls = 0;
  let die = () => {};
  const dead = new Promise<'dead'>((resolve) => (die = () => resolve('dead')));
  const mortal = mortalPorts(portsOn(double, { folder: join(folder, 'first') }), async (work) => {
    calls += 1;
    if (calls < death.call) return work();
    if (calls === death.call && death.when === 'after') await Promise.resolve(work()).catch(() => {});
    die();
    return new Promise(() => {});
  });
  await double.drive(Promise.race([life(mortal), dead]));

  const report = await double.drive(life(portsOn(double, { folder: join(folder, 'second') })));

  expect(['published', 'already-released']).toContain(report.status);
  return { calls };
}

const remote = new Set(['ledger', 'repositories', 'sources', 'runs', 'artifacts', 'releases']);

/** All that goes over the wire goes through `call`. */
function mortalPorts(ports: GithubPorts, call: (work: () => unknown) => unknown): GithubPorts {
  const wrapped = Object.entries(ports).map(([name, port]) => [name, remote.has(name) ? mortalPort(port, call) : port]);
  return { ...ports, ...Object.fromEntries(wrapped) };
}

const mortalPort = (port: object, call: (work: () => unknown) => unknown): object =>
  new Proxy(port, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function' || key === 'serverTime') return value;
      return (...args: unknown[]) => call(() => Reflect.apply(value, target, args));
    },
  });

/** Before and after calls all over a life, so that each kind of request is met. */
const deaths = Array.from({ length: 14 }, (_, at): Death => ({ call: 3 * at + 2, when: at % 2 ? 'before' : 'after' }));

test.each(deaths)('killed $when call $call, the release ends as if nothing had happened', async (death) => {
  await withDouble(acme(), async (double) => {
    for (const name of names)
      double.runs.script(`acme/${name}`, 'build.yml', (run) => delivering(run, { takes: '5m' }));

    const { calls } = await releasedIn(double, death);

    expect(calls).toBeGreaterThanOrEqual(death.call);
    expect(['core', 'app'].map((name) => double.runs.of(`acme/${name}`).length)).toEqual([1, 1]);
    const repository = double.world.repository('acme/releases');
    const releases = repository ? releasesOf(repository).all : [];
    expect(releases.map(({ draft, assets }) => [draft, assets.length])).toEqual([[false, 3]]);
  });
});
