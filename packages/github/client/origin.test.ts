import { isFamily } from './origin.js';

test.each([
  ['https://api.github.com', 'https://uploads.github.com/repos/a/b/releases/1/assets', true],
  ['https://api.acme.ghe.com', 'https://uploads.acme.ghe.com/repos/a/b', true],
  ['https://github.acme.example/api/v3', 'https://github.acme.example/api/uploads/repos/a/b', true],
  ['http://127.0.0.1:4000', 'http://localhost:4001/repos/a/b', true],
  ['https://api.github.com', 'http://uploads.github.com/repos/a/b', false],
  ['https://api.github.com', 'https://uploads.github.com.evil.example/', false],
  ['https://api.github.com', 'https://uploads.github.com:8443/', false],
  ['https://api.github.com', 'https://api.github.com@evil.example/', false],
  ['https://api.github.com', 'https://evil.example/', false],
  ['https://github.acme.example/api/v3', 'https://uploads.evil.example/', false],
])('whether a token for %s may go to %s: %s', (api, other, may) => {
  expect(isFamily(api, other)).toBe(may);
});
