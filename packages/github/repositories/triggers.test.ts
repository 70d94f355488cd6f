import { parse } from 'yaml';
import { noTriggers, triggersOf } from './triggers.js';

const read = (yaml: string) => triggersOf(parse(yaml));

test.each([
  ['on: workflow_dispatch'],
  ['on: [push, workflow_dispatch]'],
  ['on:\n  - workflow_dispatch'],
  ['on: { workflow_dispatch: }'],
  ['on: { workflow_dispatch: {} }'],
  ['on: { workflow_dispatch: { inputs: } }'],
  ['"on": workflow_dispatch'],
])('%s can be started by dispatch, without inputs', (yaml) => {
  expect(read(yaml).dispatch).toEqual({ inputs: new Map() });
});

test.each(['on: push', 'on: [push]', 'on: { push: }', 'name: none', '', '- 1', 'on:'])('%j cannot', (yaml) => {
  expect(read(yaml).dispatch).toBeNull();
});

test('inputs are told with whether one is required and whether it has a default', () => {
  const { dispatch } = read(`
on:
  workflow_dispatch:
    inputs:
      plain:
      needed: { required: true }
      helped: { required: true, default: x }
      optional: { required: false, default: '' }
      flag: { type: boolean, default: false }
`);

  expect(dispatch?.inputs).toEqual(
    new Map([
      ['plain', { required: false, hasDefault: false }],
      ['needed', { required: true, hasDefault: false }],
      ['helped', { required: true, hasDefault: true }],
      ['optional', { required: false, hasDefault: true }],
      ['flag', { required: false, hasDefault: true }],
    ]),
  );
});

test.each([
  ['on: repository_dispatch', []],
  ['on: { repository_dispatch: }', []],
  ['on: { repository_dispatch: { types: build } }', ['build']],
  ['on: { repository_dispatch: { types: [build, 1] } }', ['build', '1']],
  ['on: push', null],
])('%s listens to %j', (yaml, events) => {
  expect(read(yaml).events).toEqual(events);
});

test.each([
  ['on: push', []],
  ['on: [push]', []],
  ['on: { push: { paths: [a] } }', []],
  ['on: create', []],
  ['on: { push: { branches: [main] }, create: }', []],
  ['on: { push: { tags: v1 } }', ['v1']],
  ['on: { push: { tags: ["v*", "!v1"], branches: [main] } }', ['v*', '!v1']],
  ['on: { push: { tags-ignore: ["v*"] } }', ['**', '!v*']],
  ['on: { push: { branches: [main] } }', null],
  ['on: { push: { branches-ignore: [main] } }', null],
  ['on: workflow_dispatch', null],
])('%s is started by tags %j', (yaml, tags) => {
  expect(read(yaml).tags).toEqual(tags);
});

test('what is no workflow is started by nothing', () => {
  expect([null, 1, 'on: push', ['on'], { on: 1 }].map(triggersOf)).toEqual(Array.from({ length: 5 }, () => noTriggers));
});
