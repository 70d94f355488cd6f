import type { Readable } from 'node:stream';
import type { RouteName } from '../description/description.js';
import type { Fault } from '../faults/fault.js';
import type { Resource } from '../limits/settings.js';
import type { Effect, LogEntry } from '../log/log.js';
import type { Repository } from '../repositories/repository.js';
import type { Caller } from '../tokens/caller.js';
import type { Need } from '../tokens/permissions.js';
import type { World } from '../world/world.js';
import type { Answer } from './answer.js';

/** What a route reads of a request. The description has checked it before the route is called. */
export interface Shape {
  readonly params?: object;
  readonly query?: object;
  readonly body?: object;
}

/** One request on its way. */
export interface Call<Asked extends Shape = Shape> {
  readonly world: World;
  readonly caller: Caller;
  /** When it arrived, milliseconds since 1970. */
  readonly now: number;
  /** What was so then is what a read may tell: `now`, or earlier where a stale read is provoked. */
  readonly asOf: number;
  /** The fault that the request met, for routes with faults of their own. */
  readonly fault: Fault | null;
  /** Decoded, and of the types that the description gives them. */
  readonly params: Asked extends { params: infer Params } ? Params : object;
  /** With the description's defaults. */
  readonly query: (Asked extends { query: infer Query } ? Query : object) & {
    readonly page?: number;
    readonly per_page?: number;
  };
  /** `{}` where none came. */
  readonly body: Asked extends { body: infer Body } ? Body : object;
  /** The bytes of a request that is no JSON. */
  readonly upload: Readable;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The address that was asked. */
  readonly url: URL;
  readonly entry: LogEntry;
}

export interface RepositoryCall<Asked extends Shape = Shape> extends Call<Asked> {
  readonly repository: Repository;
  /** Writes into the log what this request changed in the repository. */
  did(kind: string, details?: Omit<Effect, 'kind' | 'repository'>): void;
}

export interface Route {
  /** Below `/repos/{owner}/{repo}` it needs a permission there; elsewhere it says for itself who may ask. */
  readonly needs: Need | 'nothing';
  /** Where it is served; uploads have a host of their own. */
  readonly host: 'api' | 'uploads';
  /** The hourly limit that it counts against. */
  readonly resource: Resource;
  /** Counts against GitHub's limit on creating content. */
  readonly createsContent: boolean;
  /** Not counted by the primary limit. */
  readonly free: boolean;
  answer(call: RepositoryCall): Answer | Promise<Answer>;
}

export type Routes = Readonly<Partial<Record<RouteName, Route>>>;

interface Traits {
  readonly host?: Route['host'];
  readonly resource?: Resource;
  readonly createsContent?: boolean;
  readonly free?: boolean;
}

type Handler<Kind> = (call: Kind) => Answer | Promise<Answer>;

/** What a route reads is what it was written for: the description has checked the request before it is called. */
const erased = (answer: unknown): Route['answer'] => answer as Route['answer'];

/** A route below `/repos/{owner}/{repo}`, asked by a caller who has the permission that it needs. */
export const inRepository = <Asked extends Shape>(
  needs: Need,
  answer: Handler<RepositoryCall<Asked>>,
  traits: Traits = {},
): Route => ({
  host: 'api',
  resource: 'core',
  createsContent: false,
  free: false,
  ...traits,
  needs,
  answer: erased(answer),
});

/** A route outside of any repository. */
export const elsewhere = <Asked extends Shape>(answer: Handler<Call<Asked>>, traits: Traits = {}): Route => ({
  host: 'api',
  resource: 'core',
  createsContent: false,
  free: false,
  ...traits,
  needs: 'nothing',
  answer: erased(answer),
});
