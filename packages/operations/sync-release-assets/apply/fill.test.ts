import { setTimeout as after } from 'node:timers/promises';
import { ReleaseError } from '@slipway/domain';
import { aChosenFile, aClock, aWish, memoryFiles, MemoryReleases } from '../builders.js';
import { syncReleaseAssets } from '../index.js';

const { archive: _, ...release } = aWish();

test('where it cannot be seen whether a new draft stays, the uploads that have begun are waited for, and no other begins', async () => {
  const files = memoryFiles(['a', 'b', 'c', 'd', 'e'].map((name) => aChosenFile(name)));
  const releases = new MemoryReleases();
  const { withTag, upload } = releases;
  let looks = 0;
  const finding = { code: 'unavailable', severity: 'error', what: 'is away', where: 'GitHub', remedy: 'wait' } as const;
  releases.withTag = async (tag) => {
    looks += 1;
    if (looks === 1) return withTag(tag);
    await after(5);
    throw new ReleaseError([finding]);
  };
  let ended = 0;
  releases.upload = async (...of) => {
    await after(20);
    return upload(...of).finally(() => (ended += 1));
  };

  const report = await syncReleaseAssets(
    { releases, files, clock: aClock(), maxParallel: 2, told: () => {} },
    { release, archive: null, entitlement: { feature: '' }, mode: 'sync' },
  );

  expect(report).toMatchObject({ outcome: 'failed', findings: [{ code: 'unavailable' }] });
  expect([ended, releases.stored[0]?.assets.length]).toEqual([2, 2]);
});
