import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { aFolder, slipway } from './slipway.js';

const root = join(import.meta.dirname, '../..');
const { inputs }: { inputs: Readonly<Record<string, { default?: string }>> } = parse(
  readFileSync(join(root, 'actions/orchestrate-chain/action.yml'), 'utf8'),
);

/** What a terminal says in another way, or has no use for. */
const otherwise: Readonly<Record<string, string>> = {
  command: 'the argument',
  builder: 'local is "chain build"',
  token: 'GITHUB_TOKEN',
  'app-private-key': 'SLIPWAY_APP_PRIVATE_KEY',
  force: 'of the builder local',
  upload: 'artifacts of a workflow run',
};

/** By option: its line of the help, in one piece. */
async function options(): Promise<ReadonlyMap<string, string>> {
  const { out } = await slipway(['chain', 'release', '--help'], { folder: aFolder() });
  const [, listed = ''] = /Options:\n(.*?)\n\n/s.exec(out) ?? [];
  const lines = listed.split(/\n(?= {2}-)/).map((line) => line.replace(/\s+/g, ' '));
  return new Map(lines.map((line) => [/--([\w-]+)/.exec(line)?.[1] ?? '', line]));
}

test('a terminal has all inputs of the action, with the same defaults', async () => {
  const there = await options();

  const expected = Object.entries(inputs).filter(([name]) => !(name in otherwise));
  expect(expected.map(([name]) => name).filter((name) => !there.has(name))).toEqual([]);
  for (const [name, { default: preset = '' }] of expected) {
    const isSwitch = preset === 'false';
    if (preset !== '' && !isSwitch) expect(there.get(name)).toMatch(new RegExp(`default: "?${preset}"?\\)`));
    else expect(there.get(name)).not.toMatch(/default: "/);
  }
});

test('every input that a terminal has in another way is an input', () => {
  expect(Object.keys(otherwise).filter((name) => !(name in inputs))).toEqual([]);
});
