import type { BuildOrder } from '@slipway/operations/ports';

export interface BuildFolders {
  readonly manifestDir: string;
  /** One folder for each upstream. */
  readonly upstreams: string;
  /** The component's own; survives builds. */
  readonly cache: string;
}

type Environment = Readonly<Record<string, string>>;

/** What the build sees: ours without what is not its business, then what we tell it, then the manifest's `env`. */
export function buildEnvironment(ours: Environment, order: BuildOrder, folders: BuildFolders): Record<string, string> {
  const { component, source, set } = order;
  const passed = new Set(component.build?.passEnv);
  return {
    ...Object.fromEntries(Object.entries(ours).filter(([name]) => passed.has(name) || !isPrivate(name))),
    SLIPWAY_COMPONENT: component.name,
    SLIPWAY_VERSION: component.version,
    SLIPWAY_SET: set,
    SLIPWAY_MANIFEST_DIR: folders.manifestDir,
    SLIPWAY_UPSTREAM_DIR: folders.upstreams,
    SLIPWAY_CACHE_DIR: folders.cache,
    SOURCE_DATE_EPOCH: String(source.time),
    ...component.build?.env,
  };
}

/** The runner's and our own variables would make builds differ by where they run; the others are probably secrets. */
const isPrivate = (name: string): boolean =>
  /^(INPUT|ACTIONS|RUNNER|GITHUB|SLIPWAY)_/.test(name) ||
  /TOKEN|SECRET|PASSWORD|KEY/i.test(name) ||
  name === 'GIT_CONFIG_COUNT'; // git refuses to run where it is told of a GIT_CONFIG_KEY_0 that is missing
