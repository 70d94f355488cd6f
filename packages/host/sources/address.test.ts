import { addressOf } from './address.js';

const base = { serverUrl: 'https://github.com', manifestDir: '/home/ada/set' };
const local = (address: string) => ({ kind: 'local', address });
const remote = (address: string) => ({ kind: 'remote', address });

test.each([
  ['acme/lib', remote('https://github.com/acme/lib.git')],
  ['./acme/lib', local('/home/ada/set/acme/lib')],
  ['../lib', local('/home/ada/lib')],
  ['lib', local('/home/ada/set/lib')],
  ['/srv/git/lib.git', local('/srv/git/lib.git')],
  ['https://example.org/lib.git', remote('https://example.org/lib.git')],
  ['ssh://git@example.org/lib', remote('ssh://git@example.org/lib')],
  ['git@example.org:acme/lib.git', remote('git@example.org:acme/lib.git')],
])('%s is %j', (repository, address) => {
  expect(addressOf(repository, base)).toEqual(address);
});

const helper = ['names a transport helper, which runs commands', 'give an https, ssh or file address'] as const;
const password = ['carries a password, which would end up in logs', 'leave it to a credential helper of git'] as const;

test.each([
  ['ext::sh -c id', ...helper],
  ['https://token@example.org/lib', ...password],
  ['https://ada:secret@example.org/lib', ...password],
])('%s is refused: it %s', (repository, what, remedy) => {
  expect(addressOf(repository, base)).toEqual({ kind: 'refused', what, remedy });
});
