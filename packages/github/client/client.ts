import { ReleaseError } from '@slipway/domain';
import type { Attempted } from '@slipway/operations/ports';
import { type Budget, Budgets, type Resource } from './budgets.js';
import type { Response } from './failure.js';
import { forbidden, type GraphqlAnswer, graphqlAnswerIn, graphqlBase, type Question } from './graphql.js';
import {
  type Answer,
  type CreatingRoute,
  graphqlRoute,
  type Listed,
  type ListKey,
  type ListRoute,
  type Parameters,
  type RepeatableRoute,
} from './policy.js';
import { isTaken, Refusal } from './refusal.js';
import { fullName, type Repository } from './repository.js';
import { type Body, repositoryOf, type Request } from './request.js';
import { LostAnswer, transport, type Transport, type TransportOptions } from './transport.js';
import { troubleOf } from './verdict.js';

/** What adapters ask GitHub with. All reject with a `ReleaseError` that says what is to be done. */
export interface Client {
  readonly apiUrl: string;
  /** Where tokens come from, and what they are worth. */
  readonly tokens: TransportOptions['tokens'];
  /** Reads, and writes that may be repeated. */
  send<R extends RepeatableRoute>(route: R, parameters: Parameters<R>): Promise<Answer<R>>;
  /** The same with the headers that came along. */
  sendForHeaders<R extends RepeatableRoute>(route: R, parameters: Parameters<R>): Promise<WithHeaders<Answer<R>>>;
  /** `null` for what is not there, in a repository that is. */
  find<R extends RepeatableRoute>(route: R, parameters: Parameters<R>): Promise<Answer<R> | null>;
  /** All pages; where so many entries are `expected`, their pages are asked for at once. */
  list<R extends ListRoute>(
    route: R,
    parameters: Parameters<R>,
    expected?: number,
  ): Promise<readonly Answer<R>[number][]>;
  /** The same for a list that stands under a key. */
  listUnder<R extends RepeatableRoute, K extends ListKey<R>>(
    route: R,
    key: K,
    parameters: Parameters<R>,
  ): Promise<readonly Listed<R, K>[]>;
  /** Writes that create something. */
  create<R extends CreatingRoute>(route: R, parameters: Parameters<R>): Promise<Attempted<Answer<R>>>;
  /** Sends bytes to a release. */
  upload(
    parameters: Omit<Parameters<typeof uploadRoute>, 'data'> & { readonly baseUrl: string },
    body: Body,
  ): Promise<Attempted<Answer<typeof uploadRoute>>>;
  /** The address, on whichever host, that an answer points to. Nobody goes there: the token is not for it. */
  locate<R extends RepeatableRoute>(route: R, parameters: Parameters<R>): Promise<string>;
  /** Asks the GraphQL API with the token for this repository, and only reads; a refusal is an answer, `FORBIDDEN`. */
  query(question: Question, repository: Repository): Promise<GraphqlAnswer>;
  /** GitHub's clock as of its last answer, milliseconds since 1970; 0 before the first. */
  serverTime(): number;
  /** What is left of the hourly limit of the token for this repository; `null` where nobody has told yet. */
  budget(resource: Resource, repository: Repository): Budget | null;
  /** Scopes of a classic token, as of GitHub's last answer that told them; `null` where none did. */
  scopes(): string | null;
}

export interface WithHeaders<Data> {
  readonly data: Data;
  readonly headers: Response['headers'];
}

/** A client of the GitHub at `apiUrl`. One for each is enough, and keeps its limits. */
export function connect(options: TransportOptions): Client {
  let time = 0;
  let scopes: string | null = null;
  const budgets = new Budgets();
  const ask = watched(explained(transport(options), options.tokens.credential), (request, { headers }) => {
    const repository = repositoryOf(request);
    if (repository) budgets.learn(options.tokens.scope(repository), headers, options.clock.now());
    const date = Date.parse(String(headers.date));
    if (!Number.isNaN(date)) time = date;
    scopes = headers['x-oauth-scopes'] ?? scopes;
  });

  /** All pages: those that are expected, all that they announce at once, and then whatever has come since. */
  async function pagesOf(request: Request, expected = 1): Promise<readonly Response['data'][]> {
    const page = (number: number) =>
      ask({ ...request, parameters: { ...request.parameters, per_page: pageLength, page: number } });
    const pages: Response[] = [];
    for (let last = Math.max(Math.ceil(expected / pageLength), 1); last > pages.length; last = lastPage(pages)) {
      const more = Array.from({ length: last - pages.length }, (_, at) => page(pages.length + 1 + at));
      pages.push(...(await Promise.all(more)));
    }
    return pages.map(({ data }) => data);
  }

  return {
    apiUrl: options.apiUrl,
    tokens: options.tokens,
    send: async (route, parameters) => (await ask({ route, parameters })).data,
    sendForHeaders: (route, parameters) => ask({ route, parameters }),
    async find(route, parameters) {
      try {
        return (await ask({ route, parameters })).data;
      } catch (error) {
        if (error instanceof Refusal && error.status === 404) return null;
        throw error;
      }
    },
    async list(route, parameters, expected) {
      return (await pagesOf({ route, parameters }, expected)).flat();
    },
    async listUnder(route, key, parameters) {
      return (await pagesOf({ route, parameters })).flatMap((page) => page[key]);
    },
    create: (route, parameters) => attempted(ask({ route, parameters })),
    upload: (parameters, body) => attempted(ask({ route: uploadRoute, parameters, body })),
    async locate(route, parameters) {
      const { headers } = await ask({ route, parameters, redirects: 'told' });
      if (headers.location === undefined) throw unlocated(options.apiUrl, route);
      return headers.location;
    },
    async query({ query, variables }, repository) {
      const parameters = { baseUrl: graphqlBase(options.apiUrl), query, variables };
      try {
        return graphqlAnswerIn((await ask({ route: graphqlRoute, parameters, about: repository })).data);
      } catch (error) {
        if (error instanceof Refusal && isForbidden(error)) return forbidden(error.failure.message);
        throw error;
      }
    },
    serverTime: () => time,
    scopes: () => scopes,
    budget: (resource, repository) => budgets.of(options.tokens.scope(repository), resource),
  };
}

/** The most that GitHub gives at once. */
const pageLength = 100;

/** How many pages there are, as the answers so far tell; the last one has no `last` itself. */
function lastPage(pages: readonly Response[]): number {
  const link = pages.at(-1)?.headers.link ?? '';
  const last = /[?&]page=(?<number>\d+)[^>]*>; rel="last"/.exec(link)?.groups?.['number'];
  return Math.max(Number(last ?? 1), link.includes('rel="next"') ? pages.length + 1 : 1);
}

/** As the description writes it; `{origin}` stays empty, the address comes as `baseUrl`. */
export const uploadRoute = 'POST {origin}/repos/{owner}/{repo}/releases/{release_id}/assets{?name,label}';

/** A limit comes as 403 as well. */
const isForbidden = ({ status, failure }: Refusal): boolean =>
  [403, 404].includes(status) && troubleOf(failure) === 'refused';

async function attempted(response: ReturnType<Transport>): Promise<Attempted<Response['data']>> {
  try {
    return { status: 'done', value: (await response).data };
  } catch (error) {
    if (error instanceof LostAnswer) return { status: 'unknown' };
    if (error instanceof Refusal && isTaken(error)) return { status: 'refused', reason: 'taken' };
    throw error;
  }
}

function watched(ask: Transport, look: (request: Request, response: Response) => void): Transport {
  return async (request) => {
    const response = await ask(request);
    look(request, response);
    return response;
  };
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

const unlocated = (apiUrl: string, route: string): ReleaseError =>
  new ReleaseError([
    {
      code: 'unavailable',
      severity: 'error',
      what: `GitHub does not say where to go on from ${route}`,
      where: apiUrl,
      remedy: 'run again later: what was done is kept',
    },
  ]);
