import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Double, withDouble } from '../double.js';
import { acme, asAda, core } from '../testing/acme.js';
import { world } from '../world/builder.js';

const run = promisify(execFile);
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clone-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const git = async (...rest: string[]) =>
  (
    await run('git', ['-c', 'credential.helper=', '-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...rest], {
      cwd: folder,
      env: { ...process.env, GIT_TERMINAL_PROMPT: '0' },
    })
  ).stdout;

const addressOf = (double: Double, repository: string, token: string): string =>
  `${double.urls.server.replace('http://', `http://x-access-token:${token}@`)}/${repository}.git`;

test('git clones, pushes and fetches; what it pushed, the API shows and listeners hear', () =>
  withDouble(acme(), async (double) => {
    const token = double.token({ kind: 'classic', user: 'ada' });
    const moved: string[] = [];
    double.world.events.on('ref-moved', ({ ref, before }) => moved.push(`${ref} ${before === null ? 'new' : 'moved'}`));
    await git('clone', '--quiet', addressOf(double, 'acme/core', token), '.');
    writeFileSync(join(folder, 'new.txt'), 'new\n');

    await git('add', '.');
    await git('commit', '--quiet', '-m', 'new');
    await git('tag', '-a', 'v2', '-m', 'two');
    await git('push', '--quiet', 'origin', 'main', 'v2');

    const ask = asAda(double);
    expect(
      (await ask('GET', `${core}/contents/new.txt`, undefined, { accept: 'application/vnd.github.raw' })).body,
    ).toBe('new\n');
    expect((await ask('GET', `${core}/git/ref/tags/v2`)).body.object.type).toBe('tag');
    expect(moved.toSorted()).toEqual(['refs/heads/main moved', 'refs/tags/v2 new']);
    expect(double.log.effects('ref-created')).toMatchObject([{ ref: 'refs/tags/v2', repository: 'acme/core' }]);
  }));

test('a commit can be fetched by its name, and what the API wrote arrives', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    const put = await ask('PUT', `${core}/contents/b.txt`, { message: 'b', content: 'Yg==', branch: 'main' });
    await git('init', '--quiet', '.');

    await git('fetch', '--quiet', `${double.urls.server}/acme/core`, put.body.commit.sha);
    await git('checkout', '--quiet', 'FETCH_HEAD');

    expect(readFileSync(join(folder, 'b.txt'), 'utf8')).toBe('b');
  }));

test('without a token a private repository is not there, and nobody pushes to a public one', () =>
  withDouble(world().user('ada').repository('ada/secret', { private: true }).repository('ada/open'), async (double) => {
    const readOnly = double.token({ kind: 'workflow', repository: 'ada/open', permissions: { contents: 'read' } });
    await git('clone', '--quiet', addressOf(double, 'ada/open', readOnly), '.');

    const attempts = await Promise.allSettled([
      git('ls-remote', `${double.urls.server}/ada/secret.git`),
      git('push', `${double.urls.server}/ada/open.git`, 'HEAD:refs/heads/x'),
      git('push', 'origin', 'HEAD:refs/heads/x'),
    ]);

    const told = attempts.map((attempt) => (attempt.status === 'rejected' ? String(attempt.reason) : 'let in'));
    expect(told[0]).toMatch(/could not read Username|Authentication failed/);
    expect(told[1]).toMatch(/could not read Username|Authentication failed/);
    expect(told[2]).toContain('403');
  }));

test('a push whose answer is lost has happened, and a clone that breaks off is no clone', () =>
  withDouble(acme(), async (double) => {
    const token = double.token({ kind: 'classic', user: 'ada' });
    double.faults.add({ fault: { kind: 'truncated' }, on: /\/git-upload-pack$/, from: 2 });
    double.faults.add({ fault: { kind: 'reset-after' }, on: /\/git-receive-pack$/ });
    double.faults.add({ fault: { kind: 'unavailable', status: 503 }, on: /service=git-receive-pack/, from: 3 });

    await expect(git('clone', '--quiet', addressOf(double, 'acme/core', token), 'broken')).rejects.toThrow(
      /RPC failed|early EOF|hung up/,
    );
    await git('clone', '--quiet', addressOf(double, 'acme/core', token), '.');
    // git's HTTP library may send the push once more by itself, and finds it done
    await expect(git('push', '--quiet', 'origin', 'HEAD:refs/heads/x')).rejects.toThrow(
      /RPC failed|hung up|already exists/,
    );
    await expect(git('push', '--quiet', 'origin', 'HEAD:refs/heads/y')).rejects.toThrow('503');

    const { status } = await asAda(double)('GET', `${core}/git/ref/heads/x`);
    expect(status).toBe(200);
    expect(double.log.entries.flatMap(({ fault = [] }) => fault)).toEqual(['truncated', 'reset-after', 'unavailable']);
  }));
