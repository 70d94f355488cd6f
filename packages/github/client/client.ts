import { ReleaseError } from '@slipway/domain';
import type { Attempted } from '@slipway/operations/ports';
import type { Response } from './failure.js';
import type { Answer, CreatingRoute, ListRoute, Parameters, RepeatableRoute } from './policy.js';
import { isTaken, Refusal } from './refusal.js';
import { fullName, type Repository } from './repository.js';
import { type Body, repositoryOf } from './request.js';
import { LostAnswer, transport, type Transport, type TransportOptions } from './transport.js';

/** What adapters ask GitHub with. All reject with a `ReleaseError` that says what is to be done. */
export interface Client {
  /** Reads, and writes that may be repeated. */
  send<R extends RepeatableRoute>(route: R, parameters: Parameters<R>): Promise<Answer<R>>;
  /** `null` for what is not there, in a repository that is. */
  find<R extends RepeatableRoute>(route: R, parameters: Parameters<R>): Promise<Answer<R> | null>;
  /** All pages, one after the other. */
  list<R extends ListRoute>(route: R, parameters: Parameters<R>): Promise<readonly Answer<R>[number][]>;
  /** Writes that create something. */
  create<R extends CreatingRoute>(route: R, parameters: Parameters<R>): Promise<Attempted<Answer<R>>>;
  /** Sends bytes to a release. */
  upload(
    parameters: Omit<Parameters<typeof uploadRoute>, 'data'> & { readonly baseUrl: string },
    body: Body,
  ): Promise<Attempted<Answer<typeof uploadRoute>>>;
}

/** A client of the GitHub at `apiUrl`. One for each is enough, and keeps its limits. */
export function connect(options: TransportOptions): Client {
  const ask = explained(transport(options), options.tokens.credential);
  return {
    send: async (route, parameters) => (await ask({ route, parameters })).data,
    async find(route, parameters) {
      try {
        return (await ask({ route, parameters })).data;
      } catch (error) {
        if (error instanceof Refusal && error.status === 404) return null;
        throw error;
      }
    },
    async list(route, parameters) {
      const all = [];
      for (let page = 1; ; page += 1) {
        const { data, headers } = await ask({ route, parameters: { ...parameters, per_page: 100, page } });
        all.push(...data);
        if (!headers.link?.includes('rel="next"')) return all;
      }
    },
    create: (route, parameters) => attempted(ask({ route, parameters })),
    upload: (parameters, body) => attempted(ask({ route: uploadRoute, parameters, body })),
  };
}

/** As the description writes it; `{origin}` stays empty, the address comes as `baseUrl`. */
const uploadRoute = 'POST {origin}/repos/{owner}/{repo}/releases/{release_id}/assets{?name,label}';

async function attempted(response: ReturnType<Transport>): Promise<Attempted<Response['data']>> {
  try {
    return { status: 'done', value: (await response).data };
  } catch (error) {
    if (error instanceof LostAnswer) return { status: 'unknown' };
    if (error instanceof Refusal && isTaken(error)) return { status: 'refused', reason: 'taken' };
    throw error;
  }
}

/** GitHub answers 404 for what a token may not see, too: looks at the repository, once for each, and says so where that is it. */
function explained(ask: Transport, credential: string): Transport {
  const visible = new Set<string>();

  async function look(repository: Repository): Promise<void> {
    if (visible.has(fullName(repository))) return;
    try {
      await ask({ route: 'GET /repos/{owner}/{repo}', parameters: repository });
      visible.add(fullName(repository));
    } catch (error) {
      throw error instanceof Refusal && error.status === 404 ? unseen(repository, credential) : error;
    }
  }

  return async (request) => {
    try {
      return await ask(request);
    } catch (error) {
      const repository = repositoryOf(request);
      if (error instanceof Refusal && error.status === 404 && repository) await look(repository);
      throw error;
    }
  };
}

const unseen = (repository: Repository, credential: string): ReleaseError =>
  new ReleaseError([
    {
      code: 'not-found',
      severity: 'error',
      what: `there is no such repository, or ${credential} may not see it`,
      where: fullName(repository),
      remedy: `check the name, and give ${credential} access to it (contents: read at least)`,
    },
  ]);
