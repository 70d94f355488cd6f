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

export const bind = (name: RouteName, route: Route): BoundRoute => ({ ...describedAs(name), route });

type Described = Omit<BoundRoute, 'route'>;

const described = new Map<RouteName, Described>();

/** Made once, however many doubles there are: to compile a check takes longer than to start a double. */
function describedAs(name: RouteName): Described {
  const known = described.get(name) ?? {
    name,
    path: routePath(name),
    documentation: operationOf(name).externalDocs?.url ?? 'https://docs.github.com/rest',
    request: requestChecks(name),
    response: responseChecks(name),
  };
  described.set(name, known);
  return known;
}
