import { buildChain } from '../build-chain.js';
import { aWish, aWorld, type Fate, memoryFolder } from '../builders.js';
import type { BuildWish } from '../wish.js';

/** A world whose release folder tells what happens to it, in order; `app` is built last, and comes to `fate` once nothing else happens. */
function aWatchedWorld({ fate = 'succeeded', broken = 0 }: { fate?: Fate; broken?: number } = {}) {
  const happened: string[] = [];
  const folder = memoryFolder([]);
  let left = broken;
  const { world } = aWorld({
    fate: async ({ component }) => {
      if (component.name !== 'app') return 'succeeded';
      for (let turn = 0; turn < 100; turn += 1) await new Promise(setImmediate);
      happened.push(`app ${fate}`);
      return fate;
    },
    folder: {
      ...folder,
      async stage() {
        const staging = await folder.stage();
        return {
          ...staging,
          async archive(...args) {
            happened.push(args[0]);
            if ((left -= 1) >= 0) throw new Error('the disk is full');
            return staging.archive(...args);
          },
          discard: async () => void happened.push('discarded'),
        };
      },
    },
  });
  const build = (wish: Partial<BuildWish> = {}) =>
    buildChain(world, aWish(wish), { interrupt: new AbortController().signal, watch: () => {} });
  return { build, happened };
}

const upstreams = ['core-1.0.0.tar.gz', 'left-1.0.0.tar.gz', 'right-1.0.0.tar.gz'];

test('what has been built is archived while others are built, once each', async () => {
  const { build, happened } = aWatchedWorld();

  const report = await build();

  expect(report.outcome).toBe('released');
  expect(happened.filter((what) => what !== 'discarded')).toEqual([...upstreams, 'app succeeded', 'app-1.0.0.tar.gz']);
});

test('what was archived is forgotten where the run fails', async () => {
  const { build, happened } = aWatchedWorld({ fate: 'build' });

  const report = await build();

  expect(report.outcome).toBe('failed');
  expect(happened).toEqual([...upstreams, 'app build', 'discarded']);
});

test('an archive that cannot be made then is made at the end, and only if that fails too is it told', async () => {
  const [once, always] = [aWatchedWorld({ broken: 1 }), aWatchedWorld({ broken: Infinity })];

  const report = await once.build();

  expect(report.outcome).toBe('released');
  expect(once.happened.filter((what) => what === 'core-1.0.0.tar.gz')).toHaveLength(2);
  await expect(always.build()).rejects.toThrow('the disk is full');
});

test('a part of the set is not archived', async () => {
  const { build, happened } = aWatchedWorld();

  await build({ selection: { only: ['left'], skip: [] } });

  expect(happened).toEqual([]);
});
