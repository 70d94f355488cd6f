import { anAsset, aRelease, aWantedFile, aWish } from '../builders.js';
import { isUnchanged } from './plan.js';
import { planSync } from './plan-sync.js';
import type { Twin } from './standing.js';

const twin = (...assets: Twin['assets']): Twin => ({
  release: aRelease({ id: 8, url: 'https://github.test/8' }),
  assets,
});
const plan = (state: 'draft' | 'public', twins: readonly Twin[]) =>
  planSync(
    [aWantedFile('a')],
    { release: aRelease({ state }), assets: [anAsset('a')], twins },
    aWish({ checksums: null }),
  );

test.each([
  ['nothing', twin()],
  ['what is wanted here', twin(anAsset('a'))],
  ['a broken upload', twin(anAsset('b', 'b', { state: 'starter', digest: null }))],
])('a second draft with %s goes, and that is told', (_, one) => {
  for (const state of ['draft', 'public'] as const) {
    const planned = plan(state, [one]);

    if (planned.status === 'refused') throw new Error(planned.findings[0].what);
    expect(planned.plan.spare).toEqual([one.release]);
    expect(planned.plan.findings).toMatchObject([{ severity: 'notice', where: 'https://github.test/8' }]);
    expect(isUnchanged(planned.plan)).toBe(false);
  }
});

test.each([
  ['other bytes', twin(anAsset('a', 'other'))],
  ['another file', twin(anAsset('b'))],
])('a second draft with %s stays: beside a draft all is refused, beside what is public it is let be', (_, one) => {
  const [beside, besidePublic] = [plan('draft', [one]), plan('public', [one])];

  expect(beside).toMatchObject({ status: 'refused', findings: [{ what: expect.stringContaining('2 releases') }] });
  expect(besidePublic).toMatchObject({ status: 'planned', plan: { spare: [], findings: [] } });
});
