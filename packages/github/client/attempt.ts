import type { Octokit } from '@octokit/core';
import { ReleaseError } from '@slipway/domain';
import type { TokenSource } from '../tokens/token-source.js';
import type { Etags } from './etags.js';
import { cutOff, type Failure, failureOf, isCutOff, type Response, responseIn } from './failure.js';
import { limitIn } from './graphql.js';
import { isFamily } from './origin.js';
import { graphqlRoute } from './policy.js';
import { type Body, repositoryOf, type Request } from './request.js';
import { sendStream } from './send-stream.js';

/** What came of sending a request once. */
export type Outcome =
  | { readonly status: 'answered'; readonly response: Response }
  | { readonly status: 'failed'; readonly failure: Failure; readonly token: string };

interface Means {
  readonly apiUrl: string;
  readonly octokit: Octokit;
  readonly tokens: TokenSource;
  readonly etags: Etags;
}

/** Sends a request once; throws where it cannot be made up. */
export async function attempt({ apiUrl, octokit, tokens, etags }: Means, request: Request): Promise<Outcome> {
  const { url, method, headers } = octokit.request.endpoint<string>(request.route, { ...request.parameters });
  if (!isFamily(apiUrl, url)) throw foreign(apiUrl, url);
  const token = await tokens.token(repositoryOf(request));
  const address = `${url} ${headers.accept}`;
  const condition = method === 'GET' ? etags.conditionFor(address, token) : {};
  const body = request.body ? await sent(request.body) : null;
  const redirects = request.redirects ? { request: { redirect: 'manual' as const } } : {};
  try {
    const response: Response = await octokit.request<string>(request.route, {
      ...request.parameters,
      ...redirects,
      ...body?.options,
      headers: { ...headers, authorization: `Bearer ${token}`, ...condition, ...body?.headers },
    });
    const failure = isCutOff(response) ? cutOff : request.route === graphqlRoute ? limitIn(response) : null;
    if (failure) return { status: 'failed', failure, token };
    if (method === 'GET') etags.keep(address, token, response);
    return { status: 'answered', response };
  } catch (error) {
    const answer = responseIn(error);
    const known = answer?.status === 304 ? etags.known(address) : null;
    if (!answer || !known) return { status: 'failed', failure: failureOf(error), token };
    return { status: 'answered', response: { ...known, headers: { ...known.headers, ...answer.headers } } };
  }
}

const sent = async ({ size, open }: Body) => ({
  options: { data: await open(), request: { fetch: sendStream } },
  headers: { 'content-type': 'application/octet-stream', 'content-length': String(size) },
});

const foreign = (apiUrl: string, url: string): ReleaseError =>
  new ReleaseError([
    {
      code: 'refused-gate',
      severity: 'error',
      what: `a request was to go to ${new URL(url).origin}, which does not belong to this GitHub: no token is sent there`,
      where: apiUrl,
      remedy: 'give the API address of the GitHub itself',
    },
  ]);
