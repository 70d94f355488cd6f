import { areaOf, isTest, packageOf } from '../areas.js';
import type { Source, Violation } from '../source.js';

/** What a package.json says, as far as imports go. */
export interface Manifest {
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** By folder; the root's is `.`. */
export type Manifests = ReadonlyMap<string, Manifest>;

/** Everything that is imported by name stands in the package's own package.json; tools for tests may stand in the root's. */
export const undeclared = (source: Source, manifests: Manifests): readonly Violation[] => {
  const area = areaOf(source.path);
  const own = manifests.get(packageOf(area)) ?? {};
  const tools = { ...manifests.get('.')?.devDependencies, ...own.devDependencies };
  return source.imports.flatMap(({ specifier, isType, line }) => {
    const name = packageName(specifier);
    if (name === null || name in (own.dependencies ?? {})) return [];
    if (area.layer === 'house' && (name in tools || name.startsWith('@slipway/'))) return [];
    if (isTest(source.path) && name in tools) return [];
    if (isType && name in (own.devDependencies ?? {})) return [];
    return [{ where: `${source.path}:${line}`, what: `${name} is not declared in ${packageOf(area)}/package.json` }];
  });
};

/** Of another package of ours only what it exports. */
export const pastTheExports = (source: Source, manifests: Manifests): readonly Violation[] =>
  source.imports.flatMap(({ specifier, line }) => {
    const parts = /^@slipway\/(?<name>[^/]+)(?<rest>\/.*)?$/.exec(specifier ?? '')?.groups;
    if (parts === undefined) return [];
    const { exports = {} } = manifests.get(`packages/${parts['name']}`) ?? {};
    if (`.${parts['rest'] ?? ''}` in exports) return [];
    return [{ where: `${source.path}:${line}`, what: `${specifier} is not among what its package exports` }];
  });

/** GitHub's toolkit has one door, so that nothing else prints or exits behind its back. */
export const actionsCore = (source: Source): readonly Violation[] =>
  source.imports
    .filter(({ specifier }) => packageName(specifier) === '@actions/core')
    .filter(() => areaOf(source.path).folder !== 'packages/action-kit')
    .map(({ line }) => ({
      where: `${source.path}:${line}`,
      what: '@actions/core belongs to packages/action-kit alone',
    }));

/** `@a/b` of `@a/b/c`; `null` for relative paths and for Node's own modules. */
function packageName(specifier: string | null): string | null {
  if (specifier === null || /^(\.|\/|node:)/.test(specifier)) return null;
  return /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? null;
}
