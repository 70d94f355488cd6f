import { githubAddress } from './github-address.js';

test.each([
  ['', 'https://api.github.com'],
  [undefined, 'https://api.github.com'],
  ['https://github.example.com/api/v3/', 'https://github.example.com/api/v3'],
  ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
])('of %j the address is %s', (given, address) => {
  expect(githubAddress('GITHUB_API_URL', given)).toEqual({ status: 'read', address });
});

test.each(['not a url', 'ftp://github.com', 'github.com', 'https://', 'file:///etc/passwd'])(
  '%j is refused with what would be right',
  (given) => {
    expect(githubAddress('GITHUB_SERVER_URL', given)).toEqual({
      status: 'refused',
      finding: {
        code: 'bad-input',
        severity: 'error',
        what: `${JSON.stringify(given)} is no address of a GitHub`,
        where: 'GITHUB_SERVER_URL',
        remedy:
          "set it to an address that begins with https://, https://github.com or an enterprise's, as https://github.example.com; or do not set it",
      },
    });
  },
);
