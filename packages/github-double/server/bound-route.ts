import { operationOf, type RouteName } from '../description/description.js';
import { requestChecks, type RequestChecks } from '../validation/request.js';
import { responseChecks } from '../validation/response.js';
import type { Misfit } from '../validation/schemas.js';
import { type RoutePath, routePath } from './paths.js';
import type { Route } from './route.js';

/** A route together with what GitHub's description says about it. */
export interface BoundRoute {
  readonly name: RouteName;
  readonly path: RoutePath;
  readonly route: Route;
  readonly documentation: string;
  readonly request: RequestChecks;
  readonly response: (status: number, body: unknown) => readonly Misfit[];
}

export const bind = (name: RouteName, route: Route): BoundRoute => ({
  name,
  path: routePath(name),
  route,
  documentation: operationOf(name).externalDocs?.url ?? 'https://docs.github.com/rest',
  request: requestChecks(name),
  response: responseChecks(name),
});
