/** What JSON can carry, as far as a description needs it. */
type Node = { readonly [key: string]: unknown };

/** For people only; or, as `x-octokit`, for the generators of clients. */
const prose = new Set([
  'description',
  'summary',
  'example',
  'examples',
  'tags',
  'x-github',
  'x-octokit',
  'x-githubEnterpriseServerExceptions',
]);

/** Keys under which names are chosen freely: a property may well be called `description`. */
const named = new Set(['properties', 'schemas', 'parameters', 'responses', 'headers', 'paths', 'patternProperties']);

/**
 * The part of an OpenAPI description that `routes` (`GET /user`) need, with all that it refers to. Throws where a route
 * is not in the description.
 */
export function prune(description: unknown, routes: unknown, source: string): Node {
  const whole = asNode(description);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of asRoutes(routes)) {
    const [method, path] = split(route);
    const operation = asNode(asNode(whole['paths'])[path] ?? {})[method];
    if (operation === undefined) throw new Error(`description/routes.json: ${source} has no ${route}`);
    (paths[path] ??= {})[method] = bare(operation);
  }
  const components: Record<string, Record<string, unknown>> = {};
  keepReferred(paths, whole, components);
  const { title, version, license } = asNode(whole['info']);
  return { openapi: whole['openapi'], info: { title, version, license, 'x-made-from': source }, paths, components };
}

/** Copies what `node` refers to into `components`, and what that refers to. */
function keepReferred(node: unknown, whole: Node, components: Record<string, Record<string, unknown>>): void {
  for (const reference of references(node)) {
    const [, , kind = '', name = ''] = reference.split('/');
    const kept = (components[kind] ??= {});
    if (name in kept) continue;
    kept[name] = bare(asNode(asNode(whole['components'])[kind])[name]);
    keepReferred(kept[name], whole, components);
  }
}

function references(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(references);
  if (!isNode(node)) return [];
  const own = typeof node['$ref'] === 'string' ? [node['$ref']] : [];
  return [...own, ...Object.values(node).flatMap(references)];
}

function bare(node: unknown, names: 'free' | 'fixed' = 'fixed'): unknown {
  if (Array.isArray(node)) return node.map((item) => bare(item));
  if (!isNode(node)) return node;
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node)) {
    if (names === 'fixed' && prose.has(key)) continue;
    kept[key] = bare(value, names === 'fixed' && named.has(key) && isNode(value) ? 'free' : 'fixed');
  }
  return kept;
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

function asNode(value: unknown): Node {
  if (!isNode(value))
    throw new Error(`the description is not what it was: ${JSON.stringify(value)} where an object was`);
  return value;
}

function asRoutes(value: unknown): readonly string[] {
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  throw new Error('description/routes.json must be a list of routes, as "GET /user"');
}

function split(route: string): [method: string, path: string] {
  const [method = '', path = ''] = route.split(' ');
  return [method.toLowerCase(), path];
}
