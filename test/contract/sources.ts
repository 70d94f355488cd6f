import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Component } from '@slipway/operations/orchestrate-chain';
import type { Resolution, Sources } from '@slipway/operations/ports';

export interface OpenSources {
  readonly sources: Sources;
  /** What the manifest calls the repository. */
  readonly repository: string;
  close(): Promise<void>;
}

const env = {
  PATH: process.env['PATH'] ?? '',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
};

/** What all sources keep to, wherever the repository is; `open` is given a git repository. */
export function sourcesContract(name: string, open: (folder: string) => Promise<OpenSources>): void {
  describe(`${name} are sources`, () => {
    let folder: string;
    let opened: OpenSources;
    const commits: string[] = [];
    const git = (...args: readonly string[]): string =>
      execFileSync('git', args, { cwd: folder, env, encoding: 'utf8' }).trim();

    function commit(message: string, time: number): void {
      writeFileSync(join(folder, 'a.txt'), message);
      git('add', '--all');
      const date = `${time} +0100`;
      const dated = { ...env, GIT_AUTHOR_DATE: `${time - 9} +0000`, GIT_COMMITTER_DATE: date };
      execFileSync('git', ['commit', '--quiet', '-m', message], { cwd: folder, env: dated });
      commits.push(git('rev-parse', 'HEAD'));
    }

    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), 'slipway-contract-'));
      commits.length = 0;
      git('init', '--quiet', '--initial-branch=main');
      commit('feat: one\n\nAnd more.', 1_600_000_000);
      git('tag', 'v1.0.0');
      git('tag', 'next');
      commit('feat: two', 1_600_000_001);
      git('tag', '--annotate', '-m', 'release', 'v1.1.0');
      commit('fix: three', 1_600_000_002);
      git('branch', 'next');
      git('branch', 'abcdef1');
      git('branch', 'release/1.x', 'v1.0.0');
      opened = await open(folder);
    });
    afterEach(async () => {
      await opened.close();
      rmSync(folder, { recursive: true });
    });

    const resolve = ({ tag, commit: pinned, ref }: { tag?: string; commit?: string; ref?: string }) =>
      opened.sources.resolve({
        name: 'lib',
        version: '1.0.0',
        tag: tag ?? 'v1.0.0',
        requires: [],
        binaries: [],
        ...(pinned === undefined ? {} : { commit: pinned }),
        build: { ...settings, repository: opened.repository, ...(ref === undefined ? {} : { ref }) },
      });

    const at = (index: number) => ({ kind: 'commit', commit: commits[index], time: 1_600_000_000 + index });

    test('a light tag, an annotated one, a whole commit and a short one are found with the time of the commit', async () => {
      const pinned = commits[2] ?? '';

      const all = await Promise.all([
        resolve({}),
        resolve({ tag: 'v1.1.0' }),
        resolve({ commit: pinned, tag: 'v2.0.0' }),
        resolve({ commit: pinned.slice(0, 10).toUpperCase(), tag: 'v2.0.0' }),
        resolve({ commit: commits[0] ?? '' }),
      ]);

      expect(all.map(sourceOf)).toMatchObject([at(0), at(1), at(2), at(2), at(0)]);
    });

    test('the ref counts where the tag is missing only, and a branch goes before a tag of its name', async () => {
      const all = await Promise.all([
        resolve({ ref: 'next' }),
        resolve({ tag: 'v2.0.0', ref: 'next' }),
        resolve({ tag: 'v2.0.0', ref: 'v1.1.0' }),
        resolve({ tag: 'v2.0.0', ref: 'release/1.x' }),
      ]);

      expect(all.map(sourceOf)).toMatchObject([at(0), at(2), at(1), at(0)]);
    });

    test('a commit and a tag that points elsewhere are a conflict that names both', async () => {
      expect(complaintOf(await resolve({ commit: commits[2] ?? '' }))).toBe(
        `conflict: git_commit is ${commits[2]}, but the tag v1.0.0 points to ${commits[0]}`,
      );
    });

    test('what is not there is told: a commit, a tag, a ref; a branch is no short commit', async () => {
      const all = await Promise.all([
        resolve({ commit: 'a'.repeat(40) }),
        resolve({ commit: 'abcdef1' }),
        resolve({ tag: 'v2.0.0' }),
        resolve({ tag: 'v2.0.0', ref: 'none' }),
      ]);

      expect(all.map(complaintOf)).toEqual([
        `not-found: git_commit ${'a'.repeat(40)} is not in the repository`,
        'not-found: git_commit abcdef1 is not in the repository',
        'not-found: there is no tag v2.0.0',
        'not-found: there is neither the tag v2.0.0 nor the ref none',
      ]);
    });

    test('a missing tag is told with the nearest that there is', async () => {
      const resolution = await resolve({ tag: 'v1.0' });

      expect(resolution.status === 'refused' && resolution.finding.remedy).toMatch(
        /^correct git_tag \(the repository has v1\.[01]\.0, /,
      );
    });

    test('changes are subjects, newest first; none is empty, and what is not known is null', async () => {
      const source = sourceOf(await resolve({ commit: commits[2] ?? '', tag: 'v2.0.0' }));
      const changes = (from: string) => (source ? opened.sources.changes(source, from) : undefined);

      expect(await changes(commits[0] ?? '')).toEqual(['fix: three', 'feat: two']);
      expect(await changes(commits[2] ?? '')).toEqual([]);
      expect(await changes('a'.repeat(40))).toBeNull();
      expect(await changes('main')).toBeNull();
    });
  });
}

const settings: NonNullable<Component['build']> = {
  command: ['true'],
  artifacts: ['*'],
  env: {},
  passEnv: [],
  tools: {},
  attempts: 1,
  retryOn: 'infrastructure',
  timeout: 60_000,
};

const sourceOf = (resolution: Resolution) => (resolution.status === 'resolved' ? resolution.source : null);

const complaintOf = (resolution: Resolution): string =>
  resolution.status === 'refused' ? `${resolution.finding.code}: ${resolution.finding.what}` : 'resolved';
