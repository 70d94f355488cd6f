import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A route by the name that GitHub's documentation gives it: `GET /repos/{owner}/{repo}`. */
export type RouteName = `${Method} /${string}`;

/** An OpenAPI schema; only its readers know more. */
export type Schema = { readonly [keyword: string]: unknown };

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
  /** Its value may hold slashes, written raw. */
  readonly 'x-multi-segment'?: boolean;
}

/** What is said in one place and needed in another. */
export type Referable<Thing> = Thing | { readonly $ref: string };
export type Content = Readonly<Record<string, { readonly schema?: Schema }>>;

export interface Operation {
  readonly operationId: string;
  readonly externalDocs?: { readonly url: string };
  readonly parameters?: readonly Referable<Parameter>[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, Referable<{ readonly content?: Content }>>>;
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const file = createRequire(import.meta.url).resolve('#description/api.github.com.json');

/** GitHub's description of the routes in `routes.json`, made by `scripts/prune-openapi.ts`. */
export const openApi = JSON.parse(readFileSync(file, 'utf8')) as OpenApi; // our own file: the script wrote it

export const routeNames: readonly RouteName[] = Object.entries(openApi.paths).flatMap(([path, operations]) =>
  Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}` as RouteName),
);

export function operationOf(route: RouteName): Operation {
  const [method = '', path = ''] = route.split(' ');
  const operation = openApi.paths[path]?.[method.toLowerCase()];
  if (!operation)
    throw new Error(`${route} is not in GitHub's description: add it to description/routes.json and prune again`);
  return operation;
}

/** What `thing` stands for. */
export function resolve<Thing extends object>(thing: Referable<Thing>): Thing {
  if (!('$ref' in thing)) return thing;
  const [, , kind = '', name = ''] = thing.$ref.split('/');
  return openApi.components[kind]?.[name] as Thing; // the script keeps all that is referred to
}

export const parametersOf = (route: RouteName): readonly Parameter[] =>
  (operationOf(route).parameters ?? []).map((parameter) => resolve<Parameter>(parameter));
