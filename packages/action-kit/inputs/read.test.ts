import type { Finding } from '@slipway/domain';
import { ReleaseError } from '@slipway/domain';
import { declareInputs } from './input.js';
import { choice, duration, flag, integer, lines, list, orNone, secret, text, token } from './kinds.js';
import { readInputs } from './read.js';

const inputs = declareInputs({
  manifest: text({ default: 'versions.toml' }),
  'on-failure': choice(['keep-going', 'fail-fast']),
  'max-parallel': integer({ least: 1, most: 64 }),
  'dry-run': flag({ default: false }),
  'run-timeout': duration({ default: '6h' }),
  only: list(),
  patterns: lines(),
  token: secret(),
});

const given = (texts: Readonly<Record<string, string>>) => {
  const masked: string[] = [];
  return {
    masked,
    text: (name: string) => texts[name] ?? '',
    isSet: (name: string) => texts[name] !== undefined,
    variable: (name: string) => texts[name] ?? '',
    mask: (value: string) => void masked.push(value),
  };
};

function findingsOf(read: () => unknown): readonly Finding[] {
  try {
    read();
  } catch (error) {
    if (error instanceof ReleaseError) return error.findings;
    throw error;
  }
  return [];
}

test('what is not given is its default, or absent', () => {
  expect(readInputs(inputs, given({}))).toEqual({
    manifest: 'versions.toml',
    onFailure: null,
    maxParallel: null,
    dryRun: false,
    runTimeout: 21_600_000,
    only: [],
    patterns: [],
    token: null,
  });
});

test('what is given is read as what it is declared to be', () => {
  const source = given({
    'on-failure': 'fail-fast',
    'max-parallel': '4',
    'dry-run': 'True',
    'run-timeout': '90s',
    only: 'a, b\nc,',
    patterns: 'a.{b,c}\n\n d ',
  });

  expect(readInputs(inputs, source)).toMatchObject({
    onFailure: 'fail-fast',
    maxParallel: 4,
    dryRun: true,
    runTimeout: 90_000,
    only: ['a', 'b', 'c'],
    patterns: ['a.{b,c}', 'd'],
  });
});

test('all that is wrong is told at once, each with the input and what would be right', () => {
  const source = given({
    'on-failure': 'fail-fsat',
    'max-parallel': '0',
    'dry-run': 'yes',
    'run-timeout': '5 minutes',
  });

  const findings = findingsOf(() => readInputs(inputs, source));

  expect(findings).toMatchObject([
    { where: 'input on-failure', what: '"fail-fsat" is not known', remedy: 'did you mean fail-fast?' },
    { where: 'input max-parallel', remedy: 'write a whole number from 1 to 64' },
    { where: 'input dry-run', what: '"yes" is neither true nor false', remedy: 'write true or false' },
    { where: 'input run-timeout', what: '"5 minutes" is no duration' },
  ]);
});

test.each(['1', 'yes', 'on', 'tRUE', 'null'])('%s is no flag, and never false', (word) => {
  expect(findingsOf(() => readInputs({ 'dry-run': flag({ default: true }) }, given({ 'dry-run': word })))).toHaveLength(
    1,
  );
});

test('an input that must be given is missed by its name', () => {
  const findings = findingsOf(() => readInputs({ tag: text({ required: true }) }, given({})));

  expect(findings).toMatchObject([{ where: 'input tag', what: 'is not given, and there is no default' }]);
});

test('a secret is masked even where another input is wrong', () => {
  const source = given({ token: 'ghs_1234', 'max-parallel': 'x' });

  const findings = findingsOf(() => readInputs(inputs, source));

  expect(findings).toHaveLength(1);
  expect(source.masked).toEqual(['ghs_1234']);
});

test('an empty text is the default, unless it means something of its own', () => {
  const sums = { checksums: orNone(text({ default: 'SHA256SUMS' })), out: text({ default: 'release' }) };

  expect(readInputs(sums, given({ checksums: '', out: '' }))).toEqual({ checksums: null, out: 'release' });
  expect(readInputs(sums, given({}))).toEqual({ checksums: 'SHA256SUMS', out: 'release' });
});

test.each([
  [{ token: 'ghs_1', GITHUB_TOKEN: 'ghs_2' }, 'ghs_1'],
  [{ token: '', GITHUB_TOKEN: 'ghs_2' }, 'ghs_2'],
  [{}, null],
])('of %j the token is %j, and masked', (texts, expected) => {
  const source = given(texts);

  expect(readInputs({ token: token() }, source)).toEqual({ token: expected });
  expect(source.masked).toEqual(expected === null ? [] : [expected]);
});
