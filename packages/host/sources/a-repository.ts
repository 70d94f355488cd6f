import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A real git repository for tests; the settings of whoever runs them do not reach it. */
export interface TestRepository {
  readonly folder: string;
  readonly git: (...args: readonly string[]) => string;
  /** Commits the files, at that time in seconds since 1970; gives the commit's id. */
  readonly commit: (files: Readonly<Record<string, string>>, message?: string, time?: number) => string;
}

export const gitEnv: Readonly<Record<string, string>> = {
  PATH: process.env['PATH'] ?? '',
  HOME: '/nonexistent',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
};

export function aRepository(folder: string): TestRepository {
  mkdirSync(folder, { recursive: true });
  const gitAt =
    (env: Readonly<Record<string, string>>) =>
    (...args: readonly string[]): string =>
      execFileSync('git', args, { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  const git = gitAt(gitEnv);
  git('init', '--quiet', '--initial-branch=main');
  return {
    folder,
    git,
    commit(files, message = 'change', time = 1_700_000_000) {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      git('add', '--all');
      const date = `${time} +0000`;
      gitAt({ ...gitEnv, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date })(
        'commit',
        '--quiet',
        '--allow-empty',
        '-m',
        message,
      );
      return git('rev-parse', 'HEAD');
    },
  };
}
