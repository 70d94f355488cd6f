import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RunFacts, RunScript } from '@slipway/github-double';
import { asAda } from '../e2e/callees.js';
import { acme, delivering, pair } from './a-github-chain.js';
import { onGithub, type Scene } from './on-github.js';

/** What core delivers, changed. */
const delivered = (change: (files: Readonly<Record<string, string>>) => object) => (run: RunFacts) => {
  const [artifact] = delivering(run).artifacts ?? [];
  const files = artifact && 'files' in artifact ? artifact.files : {};
  const texts = Object.fromEntries(
    Object.entries(files).map(([name, text]) => [name, typeof text === 'string' ? text : '']),
  );
  return { artifacts: [{ name: 'slipway-core', files: texts, ...change(texts) }] };
};

const result = (files: Readonly<Record<string, string>>, part: object) => ({
  files: { ...files, 'slipway.json': JSON.stringify({ ...JSON.parse(files['slipway.json'] ?? ''), ...part }) },
});

const other = 'a'.repeat(40);

const artifacts: Readonly<Record<string, readonly [script: (run: RunFacts) => RunScript, said: string]>> = {
  'no artifact': [() => ({}), 'its run has no artifact slipway-core: chain-callee has not delivered'],
  'an artifact that expired at once': [
    delivered(() => ({ retentionDays: 0 })),
    'its artifact slipway-core has expired',
  ],
  'an artifact that chain-callee did not make': [
    delivered(() => ({ files: { core: 'x' } })),
    'its artifact slipway-core has no slipway.json: it was not delivered by chain-callee',
  ],
  'an artifact of another contract': [
    delivered((files) => result(files, { contract: 2 })),
    'its artifact slipway-core has a slipway.json that is none of version 1 of the callee contract',
  ],
  'an artifact of another commit': [
    delivered((files) => result(files, { commit: other })),
    `its artifact slipway-core is of commit ${other}, not of `,
  ],
  'an artifact of another build': [
    delivered((files) => result(files, { marker: 'set-0.1/core/1' })),
    'its artifact slipway-core is of marker set-0.1/core/1, not of set-1.1/core/1',
  ],
  'other bytes than the callee says': [
    delivered((files) => ({ files: { ...files, core: 'other' } })),
    'its artifact slipway-core has a file core with other bytes than its slipway.json says',
  ],
  'a file that would leave the folder': [
    delivered((files) => ({ files: { ...files, '../evil': 'x' } })),
    'the artifact slipway-core has an entry "../evil" that would leave its folder; let its workflow upload plain files, each once',
  ],
};

test.each(Object.entries(artifacts))(
  '%s: told once, with the page of the run; nothing is released, and the next start builds it again',
  (_, [script, said]) =>
    onGithub(acme(), async ({ double, prepare, done, runs }) => {
      double.runs.script('acme/core', 'build.yml', script);

      const broken = await prepare();
      const effects = done();
      double.runs.script('acme/core', 'build.yml', (run) => delivering(run));
      const mended = await prepare();

      const page = `${double.urls.server}/acme/core/actions/runs/${double.runs.of('acme/core')[0]?.id}`;
      expect(broken.status).toBe('failed');
      expect(broken.errors).toHaveLength(1);
      expect(broken.errors[0]).toContain(`core: ${said}`);
      expect(broken.errors[0]).toMatch(new RegExp(`; ${page}$`));
      expect(effects.filter((kind) => /release|asset|tag/.test(kind))).toEqual([]);
      expect(mended.status).toBe('prepared');
      expect(runs()).toEqual({ core: 2, app: 1 });
    }),
);

test('an artifact that is too large is told with the limit', () =>
  onGithub(acme(), async ({ prepare, done }) => {
    const { status, errors } = await prepare({
      ports: (ports) => ({ ...ports, limits: { mostBytes: 10, mostFiles: 10 } }),
    });

    expect(status).toBe('failed');
    expect(errors).toEqual([
      expect.stringContaining(
        'core: the artifact slipway-core has more than 10 bytes; let its workflow upload only what is released; http',
      ),
    ]);
    expect(done().filter((kind) => /release|asset/.test(kind))).toEqual([]);
  }));

test('a manifest that changed since the chain run began is refused, until it is put back', () =>
  onGithub(acme(), async ({ prepare, done }) => {
    const left = await prepare({ timeout: 6_000 });
    done();

    const changed = await prepare({
      text: pair.replace('core = "1.0.0"', 'core = { version = "1.0.0", binaries = ["x"] }'),
    });
    const partial = await prepare({ selection: { only: ['core'], skip: [] } });
    const effects = done();
    const back = await prepare();

    const says =
      'set-1.1: versions.toml (or only, or skip) has changed since this chain run began; put it back to go on, or give --restart to begin the next chain run under this tag';
    expect(left.status).toBe('continuing');
    expect(changed).toMatchObject({ status: 'refused', errors: [says] });
    expect(partial).toMatchObject({ status: 'refused', errors: [says] });
    expect(effects).toEqual([]);
    expect(back.status).toBe('prepared');
  }));

/** Puts another state above the one that is there. */
async function overwrite({ double }: Scene, folder: string, content: string): Promise<void> {
  const ask = asAda(double);
  const git = '/repos/acme/releases/git';
  const [{ ref, object }] = await ask('GET', `${git}/matching-refs/slipway/${folder}`);
  const entry = { path: 'value.json', mode: '100644', type: 'blob', content };
  const tree = await ask('POST', `${git}/trees`, { tree: [entry] });
  const commit = await ask('POST', `${git}/commits`, { message: 'x', tree: tree.sha, parents: [object.sha] });
  await ask('PATCH', `${git}/${ref}`, { sha: commit.sha });
}

test('a state of a newer Slipway is left alone', () =>
  onGithub(acme(), async (scene) => {
    await scene.prepare({ timeout: 6_000 });
    await overwrite(scene, 'runs', '{"schema":2}\n');
    scene.done();

    for (const command of [
      scene.build,
      scene.prepare,
      scene.publish,
      scene.run,
      () => scene.prepare({ begin: 'restart' }),
    ])
      expect((await command()).errors).toEqual([
        'set-1.1: the state of this run has schema 2, and this version of Slipway reads schema 1; use the version of Slipway that wrote it, or a newer one; nothing has been changed',
      ]);
    expect(scene.done()).toEqual([]);
  }));

test('a prepared release of a newer Slipway is left alone', () =>
  onGithub(acme(), async (scene) => {
    await scene.prepare();
    await overwrite(scene, 'prepared', '{"schema":2}\n');
    scene.done();

    for (const command of [scene.prepare, scene.publish, () => scene.prepare({ begin: 'restart' })])
      expect((await command()).errors).toEqual([
        'set-1.1: the record of the prepared release is none that this version of Slipway reads; use the version of Slipway that wrote it, or a newer one; nothing has been changed',
      ]);
    expect(scene.done()).toEqual([]);
  }));

test('what was built and is gone from GitHub is told, and restart builds it again', () =>
  onGithub(acme(), async ({ build, prepare, folder, double, done, runs }) => {
    await build();
    // Another runner, which has nothing of it.
    for (const name of ['artifacts', 'release']) rmSync(join(folder, name), { recursive: true });
    const { artifacts: listed } = await asAda(double)('GET', '/repos/acme/app/actions/artifacts');
    for (const { id } of listed) await asAda(double)('DELETE', `/repos/acme/app/actions/artifacts/${id}`);
    done();

    const gone = await prepare();
    const effects = done();
    const anew = await prepare({ begin: 'restart' });

    expect(gone.errors).toEqual([
      expect.stringMatching(
        /^app: artifact \d+ of run \d+ in acme\/app is not there any more with the bytes that were built; give --restart to build again; artifacts are kept for 90 days/,
      ),
    ]);
    expect(effects).toEqual([]);
    expect(anew.status).toBe('prepared');
    expect(runs()).toEqual({ core: 2, app: 2 });
  }));
