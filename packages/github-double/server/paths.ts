import { type Parameter, parametersOf, type RouteName } from '../description/description.js';

/** How a route stands in Fastify's router, and how its parameters come back from there. */
export interface RoutePath {
  readonly method: string;
  /** `/repos/:owner/:repo/git/refs/*`. */
  readonly url: string;
  /** The parameter that `*` stands for. */
  readonly wildcard: string | null;
}

export function routePath(route: RouteName): RoutePath {
  const [method = '', template = ''] = route.split(' ');
  const last = /\{([^}]+)\}$/.exec(template)?.[1] ?? null;
  const wildcard = last !== null && isMultiSegment(route, last) ? last : null;
  const url = template.replace(/\{([^}]+)\}/g, (_, name: string) => (name === wildcard ? '*' : `:${name}`));
  return { method, url, wildcard };
}

const isMultiSegment = (route: RouteName, name: string): boolean =>
  parametersOf(route).some((parameter: Parameter) => parameter.name === name && parameter['x-multi-segment'] === true);

/**
 * GitHub takes raw slashes in a ref in the middle of an address too (`commits/feature/x/status`), which no router does:
 * they are escaped before it looks.
 */
export function slashEscaper(routes: readonly RouteName[]): (url: string) => string {
  const patterns = routes.flatMap((route) => {
    const template = route.slice(route.indexOf(' ') + 1);
    const name = [...template.matchAll(/\{([^}]+)\}\//g)]
      .map(([, parameter = '']) => parameter)
      .find((parameter) => isMultiSegment(route, parameter));
    return name === undefined ? [] : [patternOf(template, name)];
  });
  return (url) => {
    const [path = '', query] = url.split('?', 2);
    const [, before, middle, after] = patterns.map((pattern) => pattern.exec(path)).find(Boolean) ?? [];
    if (before === undefined || middle === undefined || after === undefined) return url;
    return `${before}${middle.replaceAll('/', '%2F')}${after}${query === undefined ? '' : `?${query}`}`;
  };
}

function patternOf(template: string, name: string): RegExp {
  const [before = '', after = ''] = template.split(`{${name}}`).map((part) => part.replace(/\{[^}]+\}/g, '[^/]+'));
  return new RegExp(`^(${before})(.+/.+)(${after})$`);
}
