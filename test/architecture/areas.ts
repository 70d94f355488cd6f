/** Which way imports may point, and what each part of the repository is allowed. */

export type Layer = 'domain' | 'operations' | 'adapter' | 'entrance' | 'double' | 'house';

/** A part of the repository that others may know by its name only. */
export interface Area {
  /** Its folder, from the root: `packages/host`, `actions/publish-release`, `scripts`. */
  readonly folder: string;
  readonly layer: Layer;
}

const layers: Readonly<Record<string, Layer>> = {
  domain: 'domain',
  operations: 'operations',
  github: 'adapter',
  registries: 'adapter',
  host: 'adapter',
  'action-kit': 'adapter',
  cli: 'entrance',
  'control-plane': 'entrance',
  'github-double': 'double',
};

/** What each layer's code may import, besides its own area. Tests and scripts, which nobody imports, may all. */
export const mayImport: Readonly<Record<Layer, readonly Layer[]>> = {
  domain: [],
  operations: ['domain'],
  adapter: ['domain', 'operations'],
  entrance: ['domain', 'operations', 'adapter'],
  double: [],
  house: ['domain', 'operations', 'adapter', 'entrance', 'double'],
};

/** The area that a file belongs to; a package that stands in no layer is refused. */
export function areaOf(path: string): Area {
  const [top = '', name = ''] = path.split('/');
  if (top === 'actions')
    return { folder: path.split('/').length > 2 ? `actions/${name}` : 'actions', layer: 'entrance' };
  if (top !== 'packages') return { folder: top, layer: 'house' };
  const layer = layers[name];
  if (layer === undefined)
    throw new Error(`packages/${name} stands in no layer: give it one in test/architecture/areas.ts`);
  return { folder: `packages/${name}`, layer };
}

/** The folder of the package that an area is in, or is. */
export const packageOf = ({ folder }: Area): string => (folder.startsWith('actions/') ? 'actions' : folder);

/** Tests, and the builders of their data: `a-release.ts`, `an-order.ts`, `builders.ts`. */
export const isTest = (path: string): boolean => /(\.test|\/an?-[^/]+|\/builders)\.ts$/.test(path);
