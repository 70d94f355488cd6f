import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as chainCallee from './chain-callee/inputs.js';
import * as orchestrateChain from './orchestrate-chain/inputs.js';
import * as syncReleaseAssets from './sync-release-assets/inputs.js';

interface Action {
  readonly inputs: Readonly<
    Record<string, { readonly default?: string | boolean | number; readonly required?: boolean }>
  >;
  readonly outputs: Readonly<Record<string, unknown>>;
}

const definitions = [
  ['chain-callee', chainCallee],
  ['orchestrate-chain', orchestrateChain],
  ['sync-release-assets', syncReleaseAssets],
] as const;

describe.each(definitions)('%s', (name, { inputs, outputs }) => {
  const action: Action = parse(readFileSync(join(import.meta.dirname, name, 'action.yml'), 'utf8'));

  test('action.yml and inputs.ts name the same inputs, in the same order, with the same defaults and duties', () => {
    const declared = Object.entries(inputs).map(([input, { default: preset, presence }]) => [input, preset, presence]);
    const published = Object.entries(action.inputs).map(([input, { default: preset, required }]) => [
      input,
      literal(preset),
      required === true ? 'required' : 'optional',
    ]);

    expect(published).toEqual(declared);
  });

  test('action.yml and inputs.ts name the same outputs', () => {
    expect(Object.keys(action.outputs)).toEqual([...outputs, 'report']);
  });

  test('every default that action.yml gives is one that inputs.ts reads', () => {
    for (const [input, { default: preset }] of Object.entries(action.inputs)) {
      const declared = Object.entries(inputs).find(([one]) => one === input)?.[1];
      const text = literal(preset);

      expect([input, text === '' ? 'read' : declared?.read(text).status]).toEqual([input, 'read']);
    }
  });
});

/** An expression, such as that of the token, is for GitHub to fill in. */
const literal = (preset: string | boolean | number = ''): string =>
  String(preset).startsWith('${{') ? '' : String(preset);
