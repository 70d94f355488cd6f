import type { Endpoints } from '@octokit/types';

/** As GitHub's description names it: `GET /repos/{owner}/{repo}`. */
export type Route = keyof Endpoints;
export type Parameters<R extends Route> = Endpoints[R]['parameters'];
export type Answer<R extends Route> = Endpoints[R]['response']['data'];

/** Not in GitHub's description of its REST API. We only read with it. */
export const graphqlRoute = 'POST /graphql';

/**
 * Of all POSTs those that may be sent again when an answer was lost, because a second one is harmless. Every other POST
 * creates something that would be there twice.
 */
const harmless = [
  'POST /app/installations/{installation_id}/access_tokens', // one more token, and nobody has the first
  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel', // it ends once, however often it is told to
  'POST /repos/{owner}/{repo}/git/trees', // named by their content
  'POST /repos/{owner}/{repo}/git/commits', // in no history until a ref is moved to them
] as const satisfies readonly Route[];

/** Routes that create something, and are sent once. */
export type CreatingRoute = Exclude<Extract<Route, `POST ${string}`>, (typeof harmless)[number]>;
export type RepeatableRoute = Exclude<Route, CreatingRoute>;
/** Routes that answer with a page of a list. */
export type ListRoute = { [R in Route]: Answer<R> extends readonly unknown[] ? R : never }[Route];
/** Where an answer has a list that comes in pages: `workflow_runs`. */
export type ListKey<R extends Route> = {
  [K in keyof Answer<R>]: Answer<R>[K] extends readonly unknown[] ? K : never;
}[keyof Answer<R>];
export type Listed<R extends Route, K extends ListKey<R>> = Answer<R>[K] extends readonly (infer Item)[] ? Item : never;

export interface Policy {
  readonly access: 'read' | 'write';
  /** What follows where nobody knows whether the request had its effect. */
  readonly whenLost: 'repeat' | 'tell';
}

export function policyOf(route: string): Policy {
  if (route.startsWith('GET ') || route === graphqlRoute) return { access: 'read', whenLost: 'repeat' };
  const isCreating = route.startsWith('POST ') && !harmless.some((one) => one === route);
  return { access: 'write', whenLost: isCreating ? 'tell' : 'repeat' };
}

/** The permission that a route needs, where GitHub's answer does not say: it tells no owner of a classic token. */
export function permissionFor(route: string): string {
  const subject = /\/actions\/|\/environments/.test(route) ? 'actions' : 'contents';
  return `${subject}: ${policyOf(route).access}`;
}
