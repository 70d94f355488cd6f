import { permissionFact, type Standing } from './permissions.js';

const person: Standing = { granted: null, scopes: null, isFineGrained: false, mayPush: true, isPrivate: true };

test.each<[string, Partial<Standing>, Parameters<typeof permissionFact>[0], string]>([
  ["an App's that has it", { granted: { actions: 'write' } }, 'actions: write', 'granted'],
  ["an App's that has more", { granted: { actions: 'write' } }, 'actions: read', 'granted'],
  ["an App's that has less", { granted: { actions: 'read' } }, 'actions: write', 'missing'],
  ["an App's that has another", { granted: { contents: 'write' } }, 'actions: read', 'missing'],
  ['a classic one for repositories', { scopes: 'gist, repo' }, 'actions: write', 'granted'],
  ['a classic one for others', { scopes: 'gist' }, 'contents: read', 'missing'],
  ['a classic one for public ones', { scopes: 'public_repo', isPrivate: false }, 'contents: write', 'granted'],
  ['a classic one for public ones, of a private one', { scopes: 'public_repo' }, 'contents: write', 'missing'],
  ['a classic one of somebody who may not write', { scopes: 'repo', mayPush: false }, 'contents: write', 'missing'],
  ['a classic one of somebody who may read', { scopes: 'repo', mayPush: false }, 'contents: read', 'granted'],
  ['a classic one that may not touch workflows', { scopes: 'repo' }, 'workflows: write', 'missing'],
  ['a classic one that may', { scopes: 'repo,workflow' }, 'workflows: write', 'granted'],
  ['any, of a public repository', { isPrivate: false }, 'actions: read', 'granted'],
  ['a fine-grained one', { isFineGrained: true }, 'actions: write', 'unknown'],
  [
    'a fine-grained one of somebody who may not write',
    { isFineGrained: true, mayPush: false },
    'actions: write',
    'missing',
  ],
  ["a workflow's own, whatever role is told", { mayPush: false }, 'actions: write', 'unknown'],
])('of %s it is known', (_, standing, permission, fact) => {
  expect(permissionFact(permission, { ...person, ...standing })).toBe(fact);
});
