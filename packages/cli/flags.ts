/** Of every command that reads a manifest. */
export interface ManifestFlags {
  readonly manifest: string;
}

/** Of every command that may drive a run from here. */
export interface DriveFlags extends ManifestFlags {
  readonly out: string;
  readonly maxParallel?: number;
  readonly replace?: true;
  readonly takeOver?: true;
  readonly verbose?: true;
  readonly json?: true;
}

export const defaults = { manifest: 'versions.toml', out: 'release' } as const;

/** The options that say where a set is, as they have to be typed again. */
export function placeArgs({ manifest, out = defaults.out }: Partial<DriveFlags> & ManifestFlags): readonly string[] {
  return [
    ...(manifest === defaults.manifest ? [] : ['--manifest', manifest]),
    ...(out === defaults.out ? [] : ['--out', out]),
  ];
}

/** The options with which a run is driven on as it was driven before. */
export const driveArgs = (flags: DriveFlags): readonly string[] => [
  ...placeArgs(flags),
  ...(flags.maxParallel === undefined ? [] : ['--max-parallel', String(flags.maxParallel)]),
  ...(flags.replace ? ['--replace'] : []),
  ...(flags.verbose ? ['--verbose'] : []),
];
