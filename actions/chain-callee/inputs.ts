import { choice, declareInputs, lines, secret, type Values } from '@slipway/action-kit';

export const inputs = declareInputs({
  command: choice(['fetch', 'deliver'], { required: true }),
  artifacts: lines(),
  token: secret(),
});

export type Wish = Values<typeof inputs>;

/** In the order of action.yml; the kit adds `report`. */
export const outputs = ['status', 'component', 'version', 'upstream-dir', 'files'] as const;

export type Outputs = Readonly<Record<(typeof outputs)[number], unknown>>;
