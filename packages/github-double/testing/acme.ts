import type { Double } from '../double.js';
import type { Method } from '../description/description.js';
import { type RepositoryBuilder, world } from '../world/builder.js';

/** The usual situation: an organisation, its owner Ada, and one repository with a commit, a tag and a workflow. */
export const acme = (): RepositoryBuilder =>
  world()
    .organisation('acme', { owners: ['ada'] })
    .repository('acme/core', { files: { 'README.md': '# core\n', 'src/a.txt': 'a\n' }, tags: ['v1.0.0'] })
    .workflow('build.yml', 'on: workflow_dispatch\njobs:\n  build:\n    runs-on: ubuntu-latest\n');

// oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers that the double has checked
export interface Reply<Body = any> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export type Ask = (method: Method, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>;

/** Asks with a token; `path` may be a whole address. JSON comes back parsed, all else as text. */
export const asker =
  (double: Double, token: string | null): Ask =>
  async (method, path, body, headers = {}) => {
    const response = await fetch(new URL(path, double.urls.api), {
      method,
      redirect: 'manual',
      headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  };

/** Ada owns the organisation and may do everything. */
export const asAda = (double: Double): Ask => asker(double, double.token({ kind: 'classic', user: 'ada' }));

export const core = '/repos/acme/core';
