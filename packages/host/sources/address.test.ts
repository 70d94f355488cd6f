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

test.each(['ext::sh -c id', 'https://token@example.org/lib', 'https://ada:secret@example.org/lib'])(
  '%s is refused',
  (repository) => {
    expect(addressOf(repository, base)).toMatchObject({ kind: 'refused' });
  },
);
