import { parseDuration } from '@slipway/domain';
import type { BuildNeed, BuildSettings, Component, RemoteSettings } from './manifest.js';
import type { ComponentSettings, SetSettings } from './schema.js';

/** A second attempt, as machines fail now and then; six hours, as that is how long GitHub lets a job run. */
const defaults = { attempts: 2, retryOn: 'infrastructure', timeout: '6h' } as const;

type Source = Pick<BuildSettings, 'path' | 'repository' | 'ref'>;
type Rules = Omit<BuildSettings, 'command' | 'artifacts' | keyof Source>;
export type Settings = Pick<Component, 'build' | 'remote' | 'lacks'>;

/** How each component is built: its own settings over those of the set, over our defaults. */
export function settingsIn(ofSet: SetSettings): (name: string) => Settings {
  const rules = rulesFor(ofSet, none); // of most components: a set may have thousands
  return (name) => {
    const own = ownSettings(name, ofSet);
    return settingsOf(name, ofSet, own, own === none ? rules : rulesFor(ofSet, own));
  };
}

function settingsOf(name: string, ofSet: SetSettings, own: ComponentSettings, rules: Rules): Settings {
  const command = nonEmpty(own.build ?? ofSet.build);
  const artifacts = nonEmpty(own.artifacts ?? ofSet.artifacts);
  const source = sourceOf(name, ofSet, own);
  const remote = remoteFor(ofSet, own, source, rules);
  const has = { build: command, artifacts, repository: source.path ?? source.repository };
  const lacks = needs.filter((need) => !has[need]);
  return {
    ...(command && artifacts ? { build: { command, artifacts, ...rules, ...source } } : {}),
    ...(remote ? { remote } : {}),
    ...(lacks.length > 0 ? { lacks } : {}),
  };
}

const needs: readonly BuildNeed[] = ['build', 'artifacts', 'repository'];

const none: ComponentSettings = {};

/** `constructor` is a good name for a component, but not of one that has settings. */
const ownSettings = (name: string, { components = {} }: SetSettings): ComponentSettings =>
  (Object.hasOwn(components, name) ? components[name] : undefined) ?? none;

const nonEmpty = (list: readonly string[] = []) => (isNonEmpty(list) ? list : null);

const isNonEmpty = (list: readonly string[]): list is readonly [string, ...string[]] => list.length > 0;

/** Its own workflow or event stands for both of the set's. */
function remoteFor(
  ofSet: SetSettings,
  own: ComponentSettings,
  { repository, ref }: Source,
  { attempts, retryOn, timeout }: Rules,
): RemoteSettings | null {
  const { workflow, event } = own.workflow !== undefined || own.event !== undefined ? own : ofSet;
  if (repository === undefined || (workflow === undefined && event === undefined)) return null;
  const collect = nonEmpty(own.collect ?? ofSet.collect);
  return {
    repository,
    trigger: event === undefined ? { kind: 'workflow', workflow: workflow ?? '' } : { kind: 'event', type: event },
    inputs: sortedByName({ ...ofSet.inputs, ...own.inputs }),
    ...(ref === undefined ? {} : { ref }),
    ...(collect ? { collect } : {}),
    attempts,
    retryOn,
    timeout,
  };
}

function rulesFor(ofSet: SetSettings, own: ComponentSettings): Rules {
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

function sourceOf(
  name: string,
  { owner, ref: ofSet }: SetSettings,
  { path, repository, ref: own }: ComponentSettings,
): Source {
  const ref = own ?? ofSet;
  const address = repository ?? (owner === undefined ? undefined : `${owner}/${name}`);
  return {
    ...(path === undefined ? {} : { path }),
    ...(address === undefined ? {} : { repository: address }),
    ...(ref === undefined ? {} : { ref }),
  };
}
