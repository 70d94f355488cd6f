import {
  choice,
  declareInputs,
  duration,
  flag,
  integer,
  list,
  secret,
  text,
  token,
  type Values,
} from '@slipway/action-kit';

const commands = [
  'plan',
  'preflight',
  'build',
  'prepare',
  'publish',
  'run',
  'status',
  'pause',
  'resume',
  'retry',
  'cancel',
] as const;

export const inputs = declareInputs({
  command: choice(commands, { default: 'prepare' }),
  manifest: text({ default: 'versions.toml' }),
  builder: choice(['github', 'local'], { default: 'github' }),
  only: list(),
  skip: list(),
  'max-parallel': integer({ least: 1, most: 1000 }),
  'on-failure': choice(['keep-going', 'fail-fast']),
  tag: text(),
  restart: flag({ default: false }),
  prerelease: choice(['auto', 'true', 'false'], { default: 'auto' }),
  token: token(),
  'app-id': text(),
  'app-private-key': secret(),
  'queue-timeout': duration({ default: '30m' }),
  'run-timeout': duration({ default: '6h' }),
  timeout: duration({ default: '5h40m' }),
  'release-repository': text(),
  notes: text({ default: 'generate' }),
  'publish-environment': text({ default: 'release' }),
  unattended: flag({ default: false }),
  'tag-components': flag({ default: false }),
  ledger: text({ default: 'refs' }),
  orchestrator: text({ default: 'release_orchestrator.yml' }),
  'fallback-workflow': text(),
  out: text({ default: 'release' }),
  force: flag({ default: false }),
  'dry-run': flag({ default: false }),
  upload: flag({ default: false }),
});

export type Wish = Values<typeof inputs>;

/** In the order of action.yml; the kit adds `report`. */
export const outputs = [
  'chain-run',
  'status',
  'plan',
  'builds',
  'tag',
  'release-id',
  'release-url',
  'release-dir',
  'sha256sums',
  'fallback-url',
] as const;

export type Outputs = Readonly<Record<(typeof outputs)[number], unknown>>;
