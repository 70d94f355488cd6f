import { choice, declareInputs, flag, integer, lines, orNone, text, token, type Values } from '@slipway/action-kit';

export const inputs = declareInputs({
  files: lines(),
  directory: text(),
  archive: text(),
  tag: text(),
  repository: text(),
  'release-name': text(),
  notes: text(),
  'notes-file': text(),
  target: text(),
  prerelease: flag(),
  latest: choice(['true', 'false', 'legacy']),
  draft: flag({ default: false }),
  'if-exists': choice(['skip-identical', 'replace', 'fail'], { default: 'skip-identical' }),
  checksums: orNone(text({ default: 'SHA256SUMS' })),
  'work-order': text(),
  tenant: text(),
  feature: text({ default: 'artifacts_download' }),
  'max-parallel': integer({ least: 1, most: 10 }, { default: 4 }),
  token: token(),
  'dry-run': flag({ default: false }),
});

export type Wish = Values<typeof inputs>;

/** In the order of action.yml; the kit adds `report`. */
export const outputs = [
  'ran',
  'skipped-reason',
  'tag',
  'release-id',
  'release-url',
  'asset-name',
  'asset-url',
  'digest',
  'assets',
  'checksums-file',
] as const;

export type Outputs = Readonly<Record<(typeof outputs)[number], unknown>>;
