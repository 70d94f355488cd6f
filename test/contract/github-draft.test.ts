import { asAda } from '../e2e/callees.js';
import { acme } from './a-github-chain.js';
import { onGithub, type Scene } from './on-github.js';

const theRelease = ({ releases }: Scene) => {
  const [release] = releases();
  if (!release) throw new Error('there is no release');
  return release;
};

const api = '/repos/acme/releases/releases';
const assetOf = (scene: Scene, name: string) => theRelease(scene).assets.find((asset) => asset.name === name)?.id;

async function add(scene: Scene): Promise<void> {
  const { upload_url: address } = await asAda(scene.double)('GET', `${api}/${theRelease(scene).id}`);
  await asAda(scene.double)('POST', String(address).replace(/\{.*$/, '?name=evil.txt'), { evil: true });
}

const rewrite = (scene: Scene, change: (body: string) => string) =>
  asAda(scene.double)('PATCH', `${api}/${theRelease(scene).id}`, { body: change(theRelease(scene).body ?? '') });

interface Change {
  readonly by: (scene: Scene) => Promise<unknown>;
  readonly says: RegExp;
  /** What preparing again comes to. */
  readonly again: 'prepared' | 'refused';
  /** What the message asks of a person. */
  readonly remedy?: (scene: Scene) => Promise<unknown>;
}

const mark = '<!-- slipway {"schema":1,"owner":"set-1.1","archive":null} -->';

const changes: Readonly<Record<string, Change>> = {
  'an asset is added': {
    by: add,
    says: /^http.*: somebody added the asset "evil\.txt" to the draft; delete it there and run again; what is built is not built twice$/,
    again: 'refused',
    remedy: (scene) => asAda(scene.double)('DELETE', `${api}/assets/${assetOf(scene, 'evil.txt')}`),
  },
  'an asset is deleted': {
    by: (scene) => asAda(scene.double)('DELETE', `${api}/assets/${assetOf(scene, 'SHA256SUMS')}`),
    says: /^asset "SHA256SUMS": the release has no such asset \(sha256:[0-9a-f]{64} is wanted\); somebody changed the draft: prepare again, which uploads/,
    again: 'prepared',
  },
  'the draft is deleted': {
    by: (scene) => asAda(scene.double)('DELETE', `${api}/${theRelease(scene).id}`),
    says: /^set-1: the draft is gone \(http.*\), or the token may not see it, which needs contents: write; give the token this permission; or prepare again: what is built is not built twice$/,
    again: 'prepared',
  },
  'the notes are written anew': {
    by: (scene) => rewrite(scene, () => 'All new!'),
    says: /^http.*: somebody rewrote the notes of the release, and the line is gone by which it is known as set-1\.1's; put it back on a line of its own, <!-- slipway .* -->, and run again; or delete the draft and prepare it again: nothing is built twice$/,
    again: 'refused',
    remedy: (scene) => rewrite(scene, (body) => `${mark}\n\n${body}`),
  },
};

test.each(Object.entries(changes))(
  'where %s, the draft is not published: what changed is told, and the remedy that is named helps',
  (_, { by, says, again, remedy }) =>
    onGithub(acme(), async (scene) => {
      await scene.prepare();
      await by(scene);
      scene.done();

      const refused = await scene.publish();
      const effects = scene.done();
      const prepared = await scene.prepare();
      await remedy?.(scene);
      const published = await scene.publish();

      expect(refused).toMatchObject({ status: 'refused', errors: [expect.stringMatching(says)] });
      expect(effects).toEqual([]);
      expect(prepared.status).toBe(again);
      expect(published).toMatchObject({ status: 'published', errors: [] });
      expect(theRelease(scene)).toMatchObject({ draft: false, assets: { length: 3 } });
      expect(scene.runs()).toEqual({ core: 1, app: 1 });
    }),
);

test('words that somebody adds to the notes of the draft are published with it', () =>
  onGithub(acme(), async (scene) => {
    await scene.prepare();
    await rewrite(scene, (body) => `Read this first.\n\n${body}\n\nThanks to Grace.`);

    const published = await scene.publish();

    expect(published.status).toBe('published');
    expect(theRelease(scene).body).toMatch(/^Read this first[^]*Thanks to Grace\.$/);
  }));

test('a name and words that somebody gives the draft outlive a prepare of the same chain run, which says so, and are published', () =>
  onGithub(acme(), async (scene) => {
    await scene.prepare();
    await asAda(scene.double)('PATCH', `${api}/${theRelease(scene).id}`, {
      name: 'Midsummer',
      body: `Read this first.\r\n\r\n${theRelease(scene).body}`,
    });
    await asAda(scene.double)('DELETE', `${api}/assets/${assetOf(scene, 'SHA256SUMS')}`);

    const again = await scene.prepare();
    const published = await scene.publish();

    expect(again).toMatchObject({ status: 'prepared', errors: [] });
    expect(again.report?.findings).toMatchObject([
      {
        severity: 'notice',
        what: expect.stringMatching(/^the name and notes of the release differ from what would be written, and stay/),
        remedy: expect.stringContaining('delete the draft and prepare again: nothing is built twice'),
      },
    ]);
    expect(published.status).toBe('published');
    expect(theRelease(scene)).toMatchObject({ draft: false, name: 'Midsummer', assets: { length: 3 } });
    expect(theRelease(scene).body).toMatch(/^Read this first/);
  }));

test('a prepare that meets its draft as it left it has nothing to say of its words', () =>
  onGithub(acme(), async (scene) => {
    await scene.prepare();

    const again = await scene.prepare();

    expect(again.report?.findings).toEqual([]);
  }));
