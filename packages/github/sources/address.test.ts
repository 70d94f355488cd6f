import { addressOf, repositoryAt } from './address.js';

const core = { owner: 'acme', repo: 'core.js' };

test.each([
  'acme/core.js',
  'acme/core.js.git',
  'https://github.com/acme/core.js',
  'https://GitHub.com/acme/core.js.git',
  'https://github.com/acme/core.js/',
  'git@github.com:acme/core.js.git',
  'ssh://git@github.com/acme/core.js.git',
])('%s is a repository of the server', (repository) => {
  expect(repositoryAt('https://github.com', repository)).toEqual(core);
});

test.each([
  'core',
  '../core',
  'https://gitlab.com/acme/core',
  'https://github.com.evil.example/acme/core',
  'file:///a/b',
  'a/b/c',
  '',
])('%j is elsewhere', (repository) => {
  expect(repositoryAt('https://github.com', repository)).toBeNull();
});

test('a repository is read back from its address', () => {
  expect(addressOf('https://github.acme.example/', core)).toBe('https://github.acme.example/acme/core.js.git');
  expect(repositoryAt('https://github.acme.example/', addressOf('https://github.acme.example/', core))).toEqual(core);
});
