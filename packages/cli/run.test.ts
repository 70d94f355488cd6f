import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.js';
import type { Shell } from './shell.js';
import { version } from './version.js';

/** A shell whose streams are kept as text. */
function aShell(args: readonly string[], part: Partial<Shell> = {}) {
  const texts = { out: '', err: '' };
  const shell: Shell = {
    args,
    program: 'slipway',
    environment: {},
    folder: tmpdir(),
    platform: 'linux',
    processors: 2,
    out: { write: (text) => (texts.out += text) },
    err: { write: (text) => (texts.err += text) },
    now: () => 0,
    interruption: () => ({ polite: new AbortController().signal, atOnce: new AbortController().signal }),
    ...part,
  };
  return { shell, texts };
}

const steering = ['pause', 'resume', 'retry', 'cancel'] as const;
const names = ['plan', 'build', 'status', 'history', ...steering, 'setup', 'collect', 'compare'] as const;
const assetNames = ['plan', 'sync', 'verify', 'archive'] as const;
const commands = [
  ...names.map((name) => [['chain', name]] as const),
  ...assetNames.map((name) => [['assets', name]] as const),
];

test.each(commands)('Windows is refused by name: %j', async (args) => {
  const { shell, texts } = aShell(args, { platform: 'win32' });

  expect(await run(shell)).toBe(1);
  expect(texts.err).toBe(
    'error: this machine: Windows is not supported; use Linux or macOS; on Windows, the Linux of WSL\n',
  );
});

test.each([[[]] as const, [['chain']] as const, [['assets']] as const, ...commands])(
  '%j has a help with examples, or says what is missing',
  async (args) => {
    const { shell, texts } = aShell([...args, '--help']);

    expect(await run(shell)).toBe(0);
    expect(texts).toMatchObject({ out: expect.stringContaining('Usage: slipway'), err: '' });
    if (args.length > 0) expect(texts.out).toContain('Examples:');
  },
);

test.each([
  [['chain'], 'a command is missing; see "slipway chain --help"'],
  [['chian'], `unknown command 'chian' (Did you mean chain?); see "slipway --help"`],
  [['chain', 'plan', '--onyl', 'a'], `unknown option '--onyl' (Did you mean --only?); see "slipway chain plan --help"`],
  [['chain', 'build', '--in-plcae'], `unknown option '--in-plcae' (Did you mean --in-place?); see`],
  [['chain', 'plan', '--manifest'], `option '--manifest <file>' argument missing; see "slipway chain plan --help"`],
  [['chain', 'plan', 'set'], 'too many arguments for '],
  [['chain', 'plan', '--format', 'xml'], `option '--format <format>' argument 'xml' is invalid`],
  [['chain', 'build', '--max-parallel', '0'], 'Give a whole number from 1 to 1000; see "slipway chain build --help"'],
  [['chain', 'build', '--only', 'a,,b'], 'Give names of components, with commas between them; see'],
  [['chain', 'build', '--skip', ''], 'Give names of components, with commas between them; see'],
  [['assets', 'sinc'], `unknown command 'sinc' (Did you mean sync?); see "slipway assets --help"`],
  [['assets', 'archive'], `required option '--archive <name>' not specified; see "slipway assets archive --help"`],
  [['chain', 'build', '--keep-going', '--fail-fast'], `option '--keep-going' cannot be used with option '--fail-fast'`],
])('%j is bad usage: %s', async (args, message) => {
  const { shell, texts } = aShell(args);

  expect(await run(shell)).toBe(2);
  expect(texts.err).toContain(`error: command line: `);
  expect(texts.err).toContain(message);
  expect(texts.out).toBe('');
});

test('with --json bad usage is a document too', async () => {
  const { shell, texts } = aShell(['chain', 'build', '--json', '--max-parallel', 'all']);

  expect(await run(shell)).toBe(2);
  expect(JSON.parse(texts.out)).toMatchObject({ schema: 1, outcome: 'refused', findings: [{ code: 'bad-input' }] });
});

test('a mistake of ours is told without its stack, unless that is asked for', async () => {
  const broken = {
    get folder(): string {
      throw new Error('a bug');
    },
  };
  const quiet = aShell(['chain', 'plan']);
  const loud = aShell(['chain', 'plan'], { environment: { SLIPWAY_DEBUG: '1' } });

  expect(await run(Object.defineProperties(quiet.shell, Object.getOwnPropertyDescriptors(broken)))).toBe(1);
  expect(await run(Object.defineProperties(loud.shell, Object.getOwnPropertyDescriptors(broken)))).toBe(1);

  expect(quiet.texts.err).toMatch(/^error: slipway: internal error \(a bug\); run .* SLIPWAY_DEBUG=1 .*\n$/);
  expect(loud.texts.err).toContain('    at ');
});

test('colours are used where they are wanted', async () => {
  const firstCharacters = async (part: Partial<Shell['environment']>, isTTY?: true) => {
    const environment = Object.fromEntries(Object.entries(part).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]])));
    const { shell, texts } = aShell(['chain'], { environment });
    const err = { ...shell.err, ...(isTTY ? { isTTY } : {}) };
    await run({ ...shell, err });
    return texts.err.includes('\u001b[31merror');
  };

  expect(await firstCharacters({})).toBe(false);
  expect(await firstCharacters({}, true)).toBe(true);
  expect(await firstCharacters({ NO_COLOR: '1' }, true)).toBe(false);
  expect(await firstCharacters({ TERM: 'dumb' }, true)).toBe(false);
  expect(await firstCharacters({ FORCE_COLOR: '1' })).toBe(true);
  expect(await firstCharacters({ FORCE_COLOR: '0' }, true)).toBe(false);
  expect(await firstCharacters({ FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
});

test('the version is that of the package', async () => {
  const { version: packaged } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));
  const { shell, texts } = aShell(['--version']);

  expect(await run(shell)).toBe(0);
  expect(texts.out).toBe(`${version}\n`);
  expect(version).toBe(packaged);
});
