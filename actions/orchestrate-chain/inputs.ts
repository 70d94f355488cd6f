import { choice, declareInputs, flag, integer, list, text, type Values } from '@slipway/action-kit';

export const inputs = declareInputs({
  command: choice(['build', 'plan', 'status'], { default: 'build' }),
  manifest: text({ default: 'versions.toml' }),
  builder: choice(['local', 'github'], { default: 'local' }),
  only: list(),
  skip: list(),
  'max-parallel': integer({ least: 1, most: 1000 }),
  'on-failure': choice(['keep-going', 'fail-fast']),
  out: text({ default: 'release' }),
  force: flag({ default: false }),
  'dry-run': flag({ default: false }),
  upload: flag({ default: false }),
});

export type Wish = Values<typeof inputs>;

/** In the order of action.yml; the kit adds `report`. */
export const outputs = ['status', 'plan', 'builds', 'release-dir', 'sha256sums'] as const;

export type Outputs = Readonly<Record<(typeof outputs)[number], unknown>>;
