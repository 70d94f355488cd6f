import { generateKeyPairSync, sign } from 'node:crypto';
import type { RouteName } from '../../description/description.js';
import { type Double, withDouble } from '../../double.js';
import { world } from '../../world/builder.js';
import { type Ask, asker } from '../acme.js';

/** What a request is made of, where it differs from the usual (`usual` below). */
export interface Asked {
  readonly params?: Readonly<Record<string, string | number>>;
  readonly query?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Who asks; by default Ada, who owns the organisation. */
  readonly by?: Asker;
}

export type Asker = 'ada' | 'bob' | 'anonymous' | 'app' | 'installation';

/** A status, what it answers to, and how that is asked. */
export type Case = readonly [status: number, when: string, asked?: Asked | ((ground: Ground) => Promise<Asked>)];
export type Cases = Readonly<Partial<Record<RouteName, readonly Case[]>>>;

export interface Ground {
  readonly double: Double;
  readonly ada: Ask;
  readonly askers: Readonly<Record<Asker, Ask>>;
  /** The commit that `main` is at. */
  readonly head: string;
}

const usual: Readonly<Record<string, string>> = {
  owner: 'acme',
  repo: 'core',
  branch: 'main',
  username: 'ada',
  path: 'README.md',
  tag: 'v1.0.0',
  tree_sha: 'main',
  basehead: 'v1.0.0...main',
  workflow_id: 'build.yml',
  environment_name: 'release',
  archive_format: 'zip',
  attempt_number: '1',
};

const workflow = `
on: { workflow_dispatch: { inputs: { mode: { type: choice, options: [fast, full] } } } }
jobs: { compile: { runs-on: x }, pack: { needs: compile, runs-on: x } }
`;
const guarded = 'on: workflow_dispatch\njobs: { publish: { runs-on: x, environment: release } }';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** Runs `body` where there is something of everything. */
export const onGround = (body: (ground: Ground) => Promise<void>): Promise<void> =>
  withDouble(
    world()
      .organisation('acme', { owners: ['ada'] })
      .repository('acme/core', {
        files: { 'README.md': '# core\n', 'src/a.txt': 'a\n' },
        tags: ['v1.0.0'],
        collaborators: { bob: 'read' },
      })
      .workflow('build.yml', workflow)
      .workflow('guarded.yml', guarded)
      .workflow('silent.yml', 'on: push\njobs: { a: { runs-on: x } }')
      .environment('release', { reviewers: ['ada'], branches: ['main'] })
      .repository('acme/empty', { files: {} })
      .repository('acme/other')
      .app('slipway', { publicKey, permissions: { contents: 'write' }, installations: { acme: ['acme/core'] } }),
    async (double) => {
      const ada = asker(double, double.token({ kind: 'classic', user: 'ada' }));
      const askers = {
        ada,
        bob: asker(double, double.token({ kind: 'classic', user: 'bob' })),
        anonymous: asker(double, null),
        app: asker(double, jwt(double.clock.now() / 1000)),
        installation: asker(double, double.token({ kind: 'installation', app: 'slipway', account: 'acme' })),
      };
      const head = double.world.repository('acme/core')?.git.branch('main') ?? '';
      await body({ double, ada, askers, head });
    },
    { limits: 'off' },
  );

function jwt(now: number): string {
  const claims = { iss: 'slipway', iat: now - 60, exp: now + 540 };
  const parts = [{ alg: 'RS256', typ: 'JWT' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  return `${parts.join('.')}.${sign('RSA-SHA256', Buffer.from(parts.join('.')), privateKey).toString('base64url')}`;
}

/** The route's address, with the usual parameters where the case gives none. */
export function addressOf({ double }: Ground, name: RouteName, host: 'api' | 'uploads', asked: Asked): string {
  const template = name.slice(name.indexOf(' ') + 1);
  const path = template.replace(/\{([^}]+)\}/g, (_, parameter: string) => {
    const value = asked.params?.[parameter] ?? (parameter === 'ref' ? usualRef(name) : usual[parameter]);
    if (value === undefined) throw new Error(`${name}: say which ${parameter}`);
    return String(value);
  });
  return `${double.urls[host]}${path}${asked.query === undefined ? '' : `?${asked.query}`}`;
}

const usualRef = (name: RouteName): string => (name.includes('/commits/') ? 'main' : 'heads/main');
