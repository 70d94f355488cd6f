import { aComponent, settings } from '../orchestrate-chain/engine/builders.js';
import type { BuildSettings } from '../orchestrate-chain/manifest/manifest.js';
import type { Standing } from '../ports/index.js';
import { planCheckout, planForwarding, type WantedCheckout, wantedCheckouts } from './plan.js';

const component = (name: string, build: Partial<BuildSettings>) =>
  aComponent(name, [], { build: { ...settings(), ...build } });

const wanted = (...repositories: readonly string[]): WantedCheckout => ({
  path: '/src/lib',
  components: ['lib'],
  repositories,
});

test('each path is wanted once, by all components that name it; components without one want none', () => {
  const components = [
    component('app', { path: '../src', repository: 'acme/src' }),
    component('lib', { path: '/set/../src', repository: 'acme/src' }),
    component('tool', { repository: 'acme/tool' }),
  ];

  expect(wantedCheckouts(components, '/set')).toEqual([
    { path: '/src', components: ['app', 'lib'], repositories: ['acme/src'] },
  ]);
});

test('what is missing is cloned, where there is one repository to clone', () => {
  const plan = (...repositories: readonly string[]) =>
    planCheckout(wanted(...repositories), { kind: 'missing' }, '/set');

  expect(plan('acme/lib')).toEqual({ type: 'clone', repository: 'acme/lib' });
  expect(plan()).toMatchObject({ type: 'refuse', why: 'there is no such folder, and no repository to clone' });
  expect(plan('acme/lib', 'acme/other')).toMatchObject({
    type: 'refuse',
    why: expect.stringContaining('acme/lib, acme/other'),
  });
});

test('what is there is updated, but for the repository of the manifest itself, and what is in none', () => {
  const plan = (root: string) => planCheckout(wanted(), { kind: 'checkout', root }, '/src/set');

  expect(plan('/src/lib')).toEqual({ type: 'update', root: '/src/lib' });
  expect(plan('/src/se')).toEqual({ type: 'update', root: '/src/se' });
  expect(plan('/src/set')).toMatchObject({ type: 'leave' });
  expect(plan('/src')).toMatchObject({ type: 'leave' });
  expect(planCheckout(wanted(), { kind: 'no-git' }, '/set')).toMatchObject({ type: 'leave' });
});

const standing = (part: Partial<Standing> = {}): Standing => ({
  changes: 0,
  branch: 'main',
  distance: { ahead: 0, behind: 2 },
  ...part,
});

test.each<[Partial<Standing>, ReturnType<typeof planForwarding>]>([
  [{}, { type: 'forward', branch: 'main', commits: 2 }],
  [{ distance: { ahead: 0, behind: 0 }, changes: 3 }, { type: 'current' }],
  [{ distance: { ahead: 1, behind: 0 } }, { type: 'current' }],
  [{ changes: 3 }, { type: 'leave', why: 'files changed and not committed: 3' }],
  [{ distance: { ahead: 1, behind: 2 } }, { type: 'leave', why: 'commits of its own on main: 1' }],
  [
    { branch: null, distance: null },
    { type: 'leave', why: 'no branch is checked out' },
  ],
  [{ distance: null }, { type: 'leave', why: 'the branch main follows no other' }],
])('a checkout moves forward only where nothing can be lost: %j', (part, forwarding) => {
  expect(planForwarding(standing(part))).toEqual(forwarding);
});
