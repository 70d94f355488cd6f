import { withDouble } from '@slipway/github-double';
import type { Component } from '@slipway/operations/orchestrate-chain';
import { acme, aClient } from '../client/a-client.js';
import { githubRepositories } from '../repositories/repositories.js';
import { remoteSources } from './sources.js';

/** What all sources keep to stands in test/contract/sources.ts. */
const aComponent = (repository: string | undefined, rest: Partial<Component> = {}): Component => ({
  name: 'core',
  version: '1.0.0',
  tag: 'v1.0.0',
  requires: [],
  binaries: [],
  build: {
    command: ['true'],
    artifacts: ['*'],
    env: {},
    passEnv: [],
    tools: {},
    attempts: 1,
    retryOn: 'infrastructure',
    timeout: 1,
    ref: 'main',
    ...(repository === undefined ? {} : { repository }),
  },
  ...rest,
});

test('a tag costs one request, a commit beside it two; the source can be cloned', () =>
  withDouble(acme({ tags: ['v1.0.0'] }), async (double) => {
    const repositories = githubRepositories(aClient(double));
    const sources = remoteSources({ repositories, serverUrl: double.urls.server });

    const tagged = await sources.resolve(aComponent('acme/core'));
    const before = double.log.entries.length;
    const commit = tagged.status === 'resolved' ? (tagged.source.commit ?? '') : '';
    await sources.resolve(aComponent('acme/core', { commit }));

    expect(tagged).toMatchObject({ source: { kind: 'commit', repository: `${double.urls.server}/acme/core.git` } });
    expect([before, double.log.entries.length - before]).toEqual([1, 2]);
  }));

test('what cannot be asked is told for the component', () =>
  withDouble(acme(), async (double) => {
    const repositories = githubRepositories(aClient(double));
    const sources = remoteSources({ repositories, serverUrl: double.urls.server });
    const complaint = async (repository?: string) => {
      const resolution = await sources.resolve(aComponent(repository));
      return resolution.status === 'refused' ? `${resolution.finding.where}: ${resolution.finding.what}` : 'resolved';
    };

    expect([await complaint(), await complaint('https://gitlab.com/a/b'), await complaint('acme/none')]).toEqual([
      'core: neither path nor repository says where its source is',
      `core (https://gitlab.com/a/b): the repository is not on ${double.urls.server}, which is to build it`,
      'core (acme/none): there is no such repository, or the token may not see it',
    ]);
    double.faults.add({ fault: { kind: 'unavailable', status: 503 }, times: 99 });
    expect(await double.drive(complaint('acme/core'))).toContain('core (acme/core): GitHub does not answer GET');
  }));

test('changes are told of commits that stand on this GitHub as a whole', () =>
  withDouble(acme(), async (double) => {
    const repositories = githubRepositories(aClient(double));
    const sources = remoteSources({ repositories, serverUrl: double.urls.server });
    const from = 'a'.repeat(40);
    const commit = {
      kind: 'commit',
      repository: `${double.urls.server}/acme/core.git`,
      commit: from,
      time: 0,
    } as const;

    expect(await sources.changes({ ...commit, repository: 'https://gitlab.com/acme/core.git' }, from)).toBeNull();
    expect(await sources.changes({ ...commit, part: { folder: 'a', tree: from } }, from)).toBeNull();
    expect(await sources.changes({ kind: 'copy', folder: '/a', commit: null, time: 0 }, from)).toBeNull();
    expect(double.log.entries).toEqual([]);
  }));
