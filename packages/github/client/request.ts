import type { Readable } from 'node:stream';
import type { Route } from './policy.js';
import type { Repository } from './repository.js';

/** One request: a route of GitHub's description, and what it is filled with. */
export interface Request {
  readonly route: Route;
  readonly parameters: object;
  readonly body?: Body;
}

/** Bytes to send, and their number: opened anew for each try, as a stream that broke cannot be read again. */
export interface Body {
  readonly size: number;
  readonly open: () => Promise<Readable>;
}

/** The repository that a request is about. */
export function repositoryOf({ parameters }: Request): Repository | null {
  const { owner, repo } = { owner: null, repo: null, ...parameters };
  return typeof owner === 'string' && typeof repo === 'string' ? { owner, repo } : null;
}
