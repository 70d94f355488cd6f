import { withDouble } from '@slipway/github-double';
import { givenToken, type TokenSource } from '../tokens/token-source.js';
import { acme, aClient, core } from './a-client.js';
import { connect } from './client.js';
import { Etags } from './etags.js';

test('what is asked again and has not changed is free, and the answer is the same', () =>
  withDouble(acme(), async (double) => {
    const client = aClient(double);

    const first = await client.send('GET /repos/{owner}/{repo}', core);
    const second = await client.send('GET /repos/{owner}/{repo}', core);

    expect(second).toEqual(first);
    expect(double.log.entries.map(({ status, charged }) => [status, charged])).toEqual([
      [200, true],
      [304, false],
    ]);
  }));

test('what has changed is read anew', () =>
  withDouble(acme(), async (double) => {
    const client = aClient(double);
    const list = () => client.list('GET /repos/{owner}/{repo}/releases', core);
    await list();

    await client.create('POST /repos/{owner}/{repo}/releases', { ...core, tag_name: 'v1', draft: true });

    expect((await list()).map(({ tag_name }) => tag_name)).toEqual(['v1']);
  }));

test('one address asked in two media types has two answers', () =>
  withDouble(acme({ files: { 'a.txt': 'a' } }), async (double) => {
    const client = aClient(double);
    const route = 'GET /repos/{owner}/{repo}/contents/{path}';

    const file = { ...core, path: 'a.txt' };
    const asRaw = { ...file, mediaType: { format: 'raw' } };

    const parsed = await client.send(route, file);
    const raw: unknown = await client.send(route, asRaw);

    expect([raw, parsed]).toEqual(['a', expect.objectContaining({ name: 'a.txt' })]);
  }));

test('an ETag is never sent with another token', () =>
  withDouble(acme(), async (double) => {
    const values = ['first', 'second'].map((label) => double.token({ kind: 'classic', user: 'ada', label }));
    const tokens: TokenSource = { ...givenToken(''), token: async () => values[0] ?? '' };
    const client = connect({ apiUrl: double.urls.api, tokens, clock: double.clock });
    await client.send('GET /repos/{owner}/{repo}', core);

    values.shift();
    await client.send('GET /repos/{owner}/{repo}', core);

    expect(double.log.entries.map(({ token, status }) => [token, status])).toEqual([
      ['first', 200],
      ['second', 200],
    ]);
  }));

test('of many answers the oldest are forgotten', () => {
  const etags = new Etags();
  const response = { status: 200 as const, url: '', headers: { etag: '"1"' }, data: null };

  for (let number = 0; number <= 200; number += 1) etags.keep(`/${number}`, 'token', response);

  expect(etags.conditionFor('/0', 'token')).toEqual({});
  expect(etags.conditionFor('/1', 'token')).toEqual({ 'if-none-match': '"1"' });
});
