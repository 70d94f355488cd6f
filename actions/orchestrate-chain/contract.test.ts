import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { inputs, outputs } from './inputs.js';

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: unknown; readonly required?: boolean }>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

const action: Action = parse(readFileSync(join(import.meta.dirname, 'action.yml'), 'utf8'));

test('action.yml and inputs.ts name the same inputs, in the same order, with the same defaults and duties', () => {
  const declared = Object.entries(inputs).map(([name, input]) => [name, input.default, input.presence]);
  const published = Object.entries(action.inputs).map(([name, input]) => [
    name,
    input.default ?? '',
    input.required === true ? 'required' : 'optional',
  ]);

  expect(published).toEqual(declared);
});

test('action.yml and inputs.ts name the same outputs', () => {
  expect(Object.keys(action.outputs)).toEqual([...outputs, 'report']);
});

test('every default that action.yml gives is one that inputs.ts reads', () => {
  for (const [name, { default: preset = '' }] of Object.entries(action.inputs)) {
    const input = Object.entries(inputs).find(([declared]) => declared === name)?.[1];

    expect([name, preset === '' ? 'read' : input?.read(String(preset)).status]).toEqual([name, 'read']);
  }
});
