import { parseDuration } from '@slipway/domain';
import type { BuildNeed, BuildSettings, Component } from './manifest.js';
import type { ComponentSettings, SetSettings } from './schema.js';

/** A second attempt, as machines fail now and then; six hours, as that is how long GitHub lets a job run. */
const defaults = { attempts: 2, retryOn: 'infrastructure', timeout: '6h' } as const;

type Source = Pick<BuildSettings, 'path' | 'repository' | 'ref'>;

/** How one component is built: its own settings over those of the set, over our defaults. */
export function settingsFor(name: string, ofSet: SetSettings): Pick<Component, 'build' | 'lacks'> {
  const own = ownSettings(name, ofSet);
  const command = nonEmpty(own.build ?? ofSet.build);
  const artifacts = nonEmpty(own.artifacts ?? ofSet.artifacts);
  const source = sourceOf(name, ofSet, own);
  const lacks = [
    ...(command ? [] : ['build' as const]),
    ...(artifacts ? [] : ['artifacts' as const]),
    ...((source.path ?? source.repository) ? [] : ['repository' as const]),
  ] satisfies BuildNeed[];
  return {
    ...(command && artifacts ? { build: { command, artifacts, ...rulesFor(ofSet, own), ...source } } : {}),
    ...(lacks.length > 0 ? { lacks } : {}),
  };
}

/** `constructor` is a good name for a component, but not of one that has settings. */
const ownSettings = (name: string, { components = {} }: SetSettings): ComponentSettings =>
  (Object.hasOwn(components, name) ? components[name] : undefined) ?? {};

const nonEmpty = ([first, ...rest]: readonly string[] = []): readonly [string, ...string[]] | null =>
  first === undefined ? null : [first, ...rest];

function rulesFor(
  ofSet: SetSettings,
  own: ComponentSettings,
): Omit<BuildSettings, 'command' | 'artifacts' | keyof Source> {
  const timeout = own.timeout ?? ofSet.timeout ?? defaults.timeout;
  return {
    env: sortedByName({ ...ofSet.env, ...own.env }),
    passEnv: own['pass-env'] ?? ofSet['pass-env'] ?? [],
    tools: sortedByName({ ...ofSet.tools, ...own.tools }),
    attempts: own.attempts ?? ofSet.attempts ?? defaults.attempts,
    retryOn: own['retry-on'] ?? ofSet['retry-on'] ?? defaults.retryOn,
    timeout: parseDuration(timeout) ?? Infinity,
  };
}

const sortedByName = (table: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1)));

function sourceOf(name: string, { owner }: SetSettings, { path, repository, ref }: ComponentSettings): Source {
  const address = repository ?? (owner === undefined ? undefined : `${owner}/${name}`);
  return {
    ...(path === undefined ? {} : { path }),
    ...(address === undefined ? {} : { repository: address }),
    ...(ref === undefined ? {} : { ref }),
  };
}
