import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Permissions, world } from '@slipway/github-double';
import { onGithub } from './on-github.js';

const buildYaml = readFileSync(join(import.meta.dirname, '../../examples/callee/build.yml'), 'utf8');

/** An organisation whose repositories are all private, and an App that is installed for all of them. */
function privately(permissions: Permissions) {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const start = world()
    .organisation('acme', { owners: ['ada'] })
    .app('slipway', { permissions, publicKey, installations: { acme: 'all' } })
    .repository('acme/releases', { private: true })
    .environment('release', { reviewers: ['ada'] });
  return ['core', 'app'].reduce(
    (builder, name) =>
      builder.repository(`acme/${name}`, { private: true, tags: ['v1.0.0'] }).workflow('build.yml', buildYaml),
    start,
  );
}

/** What docs/github.md asks of an App. */
const asked = { actions: 'write', contents: 'write' } as const;

const installed = { kind: 'installation', app: 'slipway', account: 'acme' } as const;

test('an App with the two permissions that the page asks for releases private repositories, with an approval', () =>
  onGithub(privately(asked), async ({ double, prepare, publish }) => {
    const part = { token: double.token(installed), release: { environment: 'release' } };

    const prepared = await prepare(part);
    const published = await publish(part);

    expect([prepared, published]).toMatchObject([
      { status: 'prepared', errors: [] },
      { status: 'published', errors: [] },
    ]);
  }));

test.each([
  ['actions: write', { ...asked, actions: 'read' }, 'acme/core'],
  ['contents: write', { ...asked, contents: 'read' }, 'acme/releases'],
] as const)('an App without %s is told what it needs, and nothing is released', (permission, permissions, where) =>
  onGithub(privately(permissions), async ({ double, prepare, releases }) => {
    const { errors } = await prepare({ token: double.token(installed) });

    expect(errors).toEqual([expect.stringContaining(`needs ${permission} on ${where}`)]);
    expect(releases()).toEqual([]);
  }),
);
