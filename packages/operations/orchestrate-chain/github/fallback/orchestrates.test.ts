import { orchestratingFile } from './orchestrates.js';

const repository = { owner: 'acme', repo: 'set' };

/** A repository of these files, and which of them were asked for. */
function filesOf(files: Readonly<Record<string, string>>) {
  const read: string[] = [];
  const text = async (_: unknown, path: string, ref: string) => {
    const named = ref === 'main' ? path : `${path}@${ref}`;
    read.push(named);
    return files[named] ?? null;
  };
  return { repositories: { text }, read };
}

const found = (text: string, files: Readonly<Record<string, string>> = {}) =>
  orchestratingFile(filesOf(files).repositories, repository, { path: 'former.yml', text }, 'main');

const orchestrates = 'steps: [{ uses: slipway/slipway/actions/orchestrate-chain@v1 }]';

test.each([
  ['itself', orchestrates, {}, 'former.yml'],
  [
    'by a reusable workflow',
    'jobs: { release: { uses: ./.github/workflows/release.yml } }',
    { '.github/workflows/release.yml': orchestrates },
    '.github/workflows/release.yml',
  ],
  [
    'by an action in a folder',
    "    - uses: './.github/actions/release/'",
    { '.github/actions/release/action.yml': orchestrates },
    '.github/actions/release/action.yml',
  ],
  ['by the action that the repository is', 'steps: [{ uses: ./ }]', { 'action.yml': orchestrates }, 'action.yml'],
  [
    'by an action that a reusable workflow uses',
    'jobs:\n  release:\n    uses: ./.github/workflows/release.yml\n',
    {
      '.github/workflows/release.yml': 'steps:\n  - uses: ./release\n',
      'release/action.yaml': orchestrates,
    },
    'release/action.yaml',
  ],
  [
    'by a reusable workflow that names its own repository',
    'jobs: { release: { uses: "Acme/set/.github/workflows/release.yml@main" } }',
    { '.github/workflows/release.yml': orchestrates },
    '.github/workflows/release.yml',
  ],
  [
    'by an action of its own repository as it was, and what that uses there',
    'steps: [{ uses: acme/set/release@v1 }]',
    { 'release/action.yml@v1': 'steps: [{ uses: ./inner }]', 'inner/action.yml@v1': orchestrates },
    'inner/action.yml@v1',
  ],
  [
    'by the action that its own repository is',
    'steps: [{ uses: acme/set@v1 }]',
    { 'action.yml@v1': orchestrates },
    'action.yml@v1',
  ],
])('a workflow that uses orchestrate-chain %s', async (_, text, files, path) => {
  expect(await found(text, files)).toBe(path);
});

test.each([
  [
    'uses other things',
    'steps: [{ uses: actions/checkout@v4 }, { uses: ./build }]',
    { 'build/action.yml': 'runs: {}' },
  ],
  [
    'uses another repository that is named alike',
    'steps: [{ uses: acme/settings/release@main }, { uses: other/set/release@main }]',
    { 'release/action.yml': orchestrates },
  ],
  ['uses what is not there', 'steps: [{ uses: ./gone }]', {}],
  ['has it in a comment', '# uses: ./release\nsteps: []', { 'release/action.yml': orchestrates }],
])('a workflow that %s does not', async (_, text, files) => {
  expect(await found(text, files)).toBeNull();
});

test('two files that use each other, and a hundred that use the next one, are read once, and twenty at most', async () => {
  const path = (number: number) => `.github/workflows/${number}.yml`;
  const files = Object.fromEntries(
    Array.from({ length: 100 }, (_, at) => [path(at), `uses: ./${path(at + 1)}\nuses: ./${path(at - 1)}\n`]),
  );
  const { repositories, read } = filesOf(files);

  const result = await orchestratingFile(
    repositories,
    repository,
    { path: path(0), text: files[path(0)] ?? '' },
    'main',
  );

  expect(result).toBeNull();
  expect(read.length).toBeLessThan(20);
  expect(new Set(read).size).toBe(read.length);
});
