import { fill } from './expression.js';
import { listensToPush, matchesLast } from './filter.js';

const contexts = {
  github: { ref_name: 'main', event: { client_payload: { list: ['a', 'b'], deep: { Key: 'x' } } } },
  inputs: { marker: 'm-1', flag: false, count: 3 },
};

test.each([
  ['build ${{ inputs.marker }}', 'build m-1'],
  ['${{ github.event.client_payload.deep.key }}/${{ github.event.client_payload.list[1] }}', 'x/b'],
  ["${{ github.event['client_payload']['deep'].Key }}", 'x'],
  ['[${{ inputs.none }}]', '[]'],
  ["${{ inputs.flag && 'yes' || 'no' }}", 'no'],
  ["${{ github.ref_name == 'MAIN' && !inputs.flag }}", 'true'],
  ["${{ (inputs.count != 3 || null) == '' }}", 'true'],
  ["${{ format('{0} of {{{1}}}', inputs.marker, inputs.count) }}", 'm-1 of {3}'],
  ["${{ contains(github.event.client_payload.list, 'A') }} ${{ startsWith('abc', 'AB') }}", 'true true'],
  ["${{ join(github.event.client_payload.list, '-') }} it''s", "a-b it''s"],
  ["${{ fromJSON('{\"a\": 1}').a }} ${{ 'it''s' }}", "1 it's"],
])('%s is %s', (template, text) => {
  expect(fill(template, contexts)).toBe(text);
});

test.each(['${{ secrets.x }}', "${{ hashFiles('x') }}", '${{ inputs. }}', '${{ 1 + 1 }}', "${{ 'x }}"])(
  'what the double cannot evaluate it does not guess: %s',
  (template) => {
    expect(() => fill(template, contexts)).toThrow('the double cannot evaluate');
  },
);

test.each([
  [['v*'], 'v1.0', true],
  [['v*'], 'v1/0', false],
  [['releases/**'], 'releases/a/b', true],
  [['v[12].[0-9]+'], 'v1.22', true],
  [['*', '!beta*'], 'beta1', false],
  [['!beta*', '*'], 'beta1', true],
  [['v1.0'], 'v1x0', false],
])('of %j, %s is matched: %s', (patterns, name, expected) => {
  expect(matchesLast(patterns, name)).toBe(expected);
});

test('a push trigger that names only branches does not hear of tags', () => {
  const heard = [{}, { branches: ['main'] }, { 'tags-ignore': ['x'] }, { 'tags-ignore': ['v1'] }].map((trigger) =>
    listensToPush(trigger, 'refs/tags/v1'),
  );

  expect(heard).toEqual([true, false, true, false]);
});
