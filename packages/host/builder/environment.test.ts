import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { anOrder } from './an-order.js';
import { buildEnvironment } from './environment.js';

const folders = { manifestDir: '/m', upstreams: '/w/upstreams', cache: '/c/lib' };

test('a build sees who it is, our environment without its secrets, and the last word of the manifest', () => {
  const ours = {
    PATH: '/bin',
    HOME: '/home/ada',
    input_dir: 'kept',
    INPUT_TAG: 'x',
    ACTIONS_RUNTIME_URL: 'x',
    RUNNER_TEMP: 'x',
    GITHUB_REPOSITORY: 'x',
    SLIPWAY_OTHER: 'x',
    npm_config__authToken: 'x',
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'user.name',
    GIT_CONFIG_VALUE_0: 'kept',
    MySecretThing: 'x',
    DB_PASSWORD: 'x',
    SSH_KEY_FILE: 'passed',
    GITHUB_ACTOR: 'passed',
  };
  const order = anOrder('/lib', ['true'], {
    settings: { passEnv: ['SSH_KEY_FILE', 'GITHUB_ACTOR', 'NOT_THERE'], env: { HOME: '/tmp', SLIPWAY_SET: 'theirs' } },
  });

  const env = buildEnvironment(ours, order, folders);

  expect(env).toEqual({
    PATH: '/bin',
    HOME: '/tmp',
    input_dir: 'kept',
    GIT_CONFIG_VALUE_0: 'kept',
    SSH_KEY_FILE: 'passed',
    GITHUB_ACTOR: 'passed',
    SLIPWAY_COMPONENT: 'lib',
    SLIPWAY_VERSION: '1.0.0',
    SLIPWAY_SET: 'theirs',
    SLIPWAY_MANIFEST_DIR: '/m',
    SLIPWAY_UPSTREAM_DIR: '/w/upstreams',
    SLIPWAY_CACHE_DIR: '/c/lib',
    SOURCE_DATE_EPOCH: '0',
  });
});

test('no name with a secret word passes, however it is written', () => {
  const word = fc.constantFrom('token', 'Secret', 'PASSWORD', 'kEy');
  const part = fc.stringMatching(/^[A-Za-z0-9_]{0,8}$/);

  const law = fc.property(part, word, part, (before, secret, after) => {
    const name = `X${before}${secret}${after}`;
    expect(buildEnvironment({ [name]: 'x' }, anOrder('/lib', ['true']), folders)).not.toHaveProperty([name]);
  });

  fc.assert(law);
});

test('docs/manifest.md tells every variable that a build is given, and no other', async () => {
  const docs = await readFile(new URL('../../../docs/manifest.md', import.meta.url), 'utf8');
  const section = docs.split('\n## What a build sees\n')[1]?.split('\n## ')[0] ?? '';

  const told = [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name);

  expect(told).toEqual(Object.keys(buildEnvironment({}, anOrder('/lib', ['true']), folders)));
});
