import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withDouble } from '@slipway/github-double';
import { type GithubPorts, releaseOnGithub } from '@slipway/operations/orchestrate-chain';
import { acme, delivering, manifestOf, pair, wishOf } from './a-github-chain.js';
import { type Lot, live, whileProcessesAreMortal } from './a-life.js';
import { releaseEnd } from './a-release-end.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-github-clocks-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

whileProcessesAreMortal();

const months = 90 * 86_400_000;
const components = ['core', 'app'];

/** Of the dispatch of core, the first one there is. */
async function released(lot: (dispatch: number) => readonly Omit<Lot, 'folder'>[]) {
  const wish = await wishOf({ manifest: await manifestOf(pair) });
  const work = (ports: GithubPorts) =>
    releaseOnGithub(ports, wish, { interrupt: new AbortController().signal, watch: () => {} });
  const inWorld = (lots: readonly Omit<Lot, 'folder'>[]) =>
    withDouble(acme(), async (double) => {
      for (const name of components)
        double.runs.script(`acme/${name}`, 'build.yml', (run) => delivering(run, { takes: '1m' }));
      const lives = [];
      for (const one of lots)
        lives.push(await live(double, { ...one, folder: mkdtempSync(join(folder, 'runner-')) }, work));
      return { lives, end: releaseEnd(double, components) };
    });
  const {
    lives: [whole],
    end: expected,
  } = await inWorld([{}]);
  const dispatch = 1 + (whole?.asked.findIndex((name) => name.endsWith('/dispatches')) ?? -1);
  return { ...(await inWorld(lot(dispatch))), expected };
}

test.each([
  ['ahead', months, 0],
  ['behind', 0, months],
])(
  'what an owner began whose clock is months %s is found by the next one, and not built again',
  async (_, first, second) => {
    const { lives, end, expected } = await released((request) => [
      { death: { request, when: 'after' }, ahead: first },
      { ahead: second },
    ]);

    expect(lives).toMatchObject([{ end: 'killed' }, { end: 'ended', result: { status: 'published' } }]);
    expect(end).toEqual(expected);
  },
);
