import type { Asked, Case, Cases, Ground } from './ground.js';

const none = '0'.repeat(40);
const inEmpty = (asked: Asked = {}): Asked => ({ ...asked, params: { ...asked.params, repo: 'empty' } });
const empty = (asked: Asked = {}): Case => [409, 'a repository without commits', inEmpty(asked)];
const atHead = (asked: (head: string) => Asked) => (ground: Ground) => Promise.resolve(asked(ground.head));

/** The tree of `main`. */
async function treeOf({ ada, head }: Ground): Promise<string> {
  return (await ada('GET', `/repos/acme/core/git/commits/${head}`)).body.tree.sha;
}

const newRef = (ref: string) => atHead((sha) => ({ body: { ref, sha } }));
const newTag = (type: string) => atHead((object) => ({ body: { tag: 'v2', message: 'two', object, type } }));

export const refCases: Cases = {
  'GET /repos/{owner}/{repo}/git/ref/{ref}': [
    [200, 'a branch'],
    [404, 'no such ref', { params: { ref: 'heads/none' } }],
    empty(),
  ],
  'GET /repos/{owner}/{repo}/git/matching-refs/{ref}': [
    [200, 'all tags', { params: { ref: 'tags' } }],
    [200, 'none that begins so', { params: { ref: 'heads/none' } }],
    empty(),
  ],
  'POST /repos/{owner}/{repo}/git/refs': [
    [201, 'a ref of a kind of its own', newRef('refs/slipway/chain/1')],
    [422, 'one that is there', newRef('refs/heads/main')],
    [422, 'a name with one slash', newRef('refs/main')],
    [422, 'a name that git refuses', newRef('refs/heads/a..b')],
    [422, 'a name below another ref', newRef('refs/heads/main/x')],
    [422, 'no such object', { body: { ref: 'refs/heads/x', sha: none } }],
    empty({ body: { ref: 'refs/heads/x', sha: none } }),
  ],
  'PATCH /repos/{owner}/{repo}/git/refs/{ref}': [
    [200, 'to where it stands', atHead((sha) => ({ body: { sha } }))],
    [422, 'no such ref', atHead((sha) => ({ params: { ref: 'heads/none' }, body: { sha } }))],
    [422, 'no such object', { body: { sha: none } }],
    [
      422,
      'no fast forward',
      async (ground) => {
        const body = { message: 'alone', tree: await treeOf(ground) };
        return { body: { sha: (await ground.ada('POST', '/repos/acme/core/git/commits', body)).body.sha } };
      },
    ],
    empty({ body: { sha: none } }),
  ],
  'DELETE /repos/{owner}/{repo}/git/refs/{ref}': [
    [204, 'a tag', { params: { ref: 'tags/v1.0.0' } }],
    [422, 'no such ref', { params: { ref: 'heads/none' } }],
    empty(),
  ],
};

export const objectCases: Cases = {
  'POST /repos/{owner}/{repo}/git/blobs': [
    [201, 'some text', { body: { content: 'a' } }],
    [422, 'no content', { body: {} }],
    empty({ body: { content: 'a' } }),
  ],
  'GET /repos/{owner}/{repo}/git/blobs/{file_sha}': [
    [
      200,
      'a file',
      async ({ ada }) => ({
        params: { file_sha: (await ada('GET', '/repos/acme/core/contents/README.md')).body.sha },
      }),
    ],
    [404, 'no such blob', { params: { file_sha: none } }],
    [404, 'a commit', atHead((sha) => ({ params: { file_sha: sha } }))],
    [422, 'no name of an object', { params: { file_sha: 'x' } }],
    empty({ params: { file_sha: none } }),
  ],
  'POST /repos/{owner}/{repo}/git/trees': [
    [201, 'a file', { body: { tree: [{ path: 'x', mode: '100644', type: 'blob', content: 'x' }] } }],
    [404, 'no such base', { body: { tree: [{ path: 'x', mode: '100644', content: 'x' }], base_tree: none } }],
    [422, 'a path that leads out', { body: { tree: [{ path: '../x', mode: '100644', content: 'x' }] } }],
    [422, 'neither content nor object', { body: { tree: [{ path: 'x', mode: '100644' }] } }],
    [422, 'no such blob', { body: { tree: [{ path: 'x', mode: '100644', sha: none }] } }],
    empty({ body: { tree: [{ path: 'x', mode: '100644', content: 'x' }] } }),
  ],
  'GET /repos/{owner}/{repo}/git/trees/{tree_sha}': [
    [200, 'the tree of a branch', { query: 'recursive=1' }],
    [404, 'no such tree', { params: { tree_sha: none } }],
    empty(),
  ],
  'POST /repos/{owner}/{repo}/git/commits': [
    [
      201,
      'a commit',
      async (ground) => ({ body: { message: 'c', tree: await treeOf(ground), parents: [ground.head] } }),
    ],
    [422, 'no such tree', { body: { message: 'c', tree: none } }],
    [
      422,
      'no such parent',
      async (ground) => ({ body: { message: 'c', tree: await treeOf(ground), parents: [none] } }),
    ],
    empty({ body: { message: 'c', tree: none } }),
  ],
  'GET /repos/{owner}/{repo}/git/commits/{commit_sha}': [
    [200, 'a commit', atHead((sha) => ({ params: { commit_sha: sha } }))],
    [404, 'no such commit', { params: { commit_sha: none } }],
    empty({ params: { commit_sha: none } }),
  ],
  'POST /repos/{owner}/{repo}/git/tags': [
    [201, 'an annotated tag', newTag('commit')],
    [422, 'an object of another type', newTag('tree')],
    empty({ body: { tag: 'v2', message: 'two', object: none, type: 'commit' } }),
  ],
  'GET /repos/{owner}/{repo}/git/tags/{tag_sha}': [
    [
      200,
      'an annotated tag',
      async ({ ada, head }) => {
        const body = { tag: 'v2', message: 'two', object: head, type: 'commit' };
        return { params: { tag_sha: (await ada('POST', '/repos/acme/core/git/tags', body)).body.sha } };
      },
    ],
    [404, 'a commit', atHead((sha) => ({ params: { tag_sha: sha } }))],
    empty({ params: { tag_sha: none } }),
  ],
};

const file = { message: 'm', content: 'Yg==' };

export const commitCases: Cases = {
  'GET /repos/{owner}/{repo}/contents/{path}': [
    [200, 'a file'],
    [200, 'a folder', { params: { path: 'src' } }],
    [404, 'no such file', { params: { path: 'none' } }],
    [404, 'no such ref', { query: 'ref=none' }],
    [404, 'a repository without commits', inEmpty()],
  ],
  'PUT /repos/{owner}/{repo}/contents/{path}': [
    [201, 'a new file', { params: { path: 'b.txt' }, body: file }],
    [201, 'the first file of all', inEmpty({ body: file })],
    [
      200,
      'a file with its object',
      async ({ ada }) => ({
        body: { ...file, sha: (await ada('GET', '/repos/acme/core/contents/README.md')).body.sha },
      }),
    ],
    [404, 'no such branch', { body: { ...file, branch: 'none' } }],
    [409, 'another object than its own', { body: { ...file, sha: none } }],
    [422, 'a file that is there, without its object', { body: file }],
  ],
  'DELETE /repos/{owner}/{repo}/contents/{path}': [
    [
      200,
      'a file',
      async ({ ada }) => ({
        body: { message: 'm', sha: (await ada('GET', '/repos/acme/core/contents/README.md')).body.sha },
      }),
    ],
    [404, 'no such file', { params: { path: 'none' }, body: { message: 'm', sha: none } }],
    [409, 'another object than its own', { body: { message: 'm', sha: none } }],
    [422, 'without its object', { body: { message: 'm' } }],
  ],
  'GET /repos/{owner}/{repo}/branches': [[200, 'all branches']],
  'GET /repos/{owner}/{repo}/branches/{branch}': [
    [200, 'a branch'],
    [404, 'no such branch', { params: { branch: 'none' } }],
  ],
  'GET /repos/{owner}/{repo}/tags': [[200, 'all tags']],
  'GET /repos/{owner}/{repo}/commits': [
    [200, 'of the default branch'],
    [404, 'no such branch', { query: 'sha=none' }],
    empty(),
  ],
  'GET /repos/{owner}/{repo}/commits/{ref}': [
    [200, 'a tag', { params: { ref: 'v1.0.0' } }],
    [422, 'no such ref', { params: { ref: 'none' } }],
    empty(),
  ],
  'GET /repos/{owner}/{repo}/compare/{basehead}': [
    [200, 'a tag and a branch'],
    [404, 'no such ref', { params: { basehead: 'main...none' } }],
  ],
};
