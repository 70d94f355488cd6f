import type { Readable } from 'node:stream';
import type { graphqlRoute, Route } from './policy.js';
import type { Repository } from './repository.js';

/** One request: a route of GitHub's description, and what it is filled with. */
export interface Request {
  readonly route: Route | typeof graphqlRoute;
  readonly parameters: object;
  readonly body?: Body;
  /** What it is about, where the parameters do not say. */
  readonly about?: Repository;
  /** `told`: an answer that points elsewhere is the answer. By default it is followed. */
  readonly redirects?: 'told';
}

/** Bytes to send, and their number: opened anew for each try, as a stream that broke cannot be read again. */
export interface Body {
  readonly size: number;
  readonly open: () => Promise<Readable>;
}

/** The repository that a request is about. */
export function repositoryOf({ parameters, about }: Request): Repository | null {
  if (about) return about;
  const { owner, repo } = { owner: null, repo: null, ...parameters };
  return typeof owner === 'string' && typeof repo === 'string' ? { owner, repo } : null;
}
