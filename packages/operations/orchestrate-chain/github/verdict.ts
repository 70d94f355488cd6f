import type { BuildFailure, RunStanding } from '../../ports/index.js';

/** What an ended run came to. Only `success` is success: a word that nobody knows is a failure. */
export function verdictOf({ conclusion, run }: RunStanding): 'success' | BuildFailure {
  if (conclusion === 'success') return 'success';
  const [kind, what] = meanings.get(conclusion ?? '') ?? [
    'build',
    `ended as ${JSON.stringify(conclusion)}, which is no success`,
  ];
  return { kind, what, log: run.url, tail: [] };
}

const meanings = new Map<string, readonly [BuildFailure['kind'], string]>(
  Object.entries({
    failure: ['build', 'its workflow run failed'],
    timed_out: ['timeout', 'its workflow run exceeded the time that its own file allows'],
    cancelled: ['stopped', 'its workflow run was cancelled on GitHub'],
    startup_failure: ['stopped', 'GitHub could not start its workflow run: the workflow file is not valid'],
    action_required: ['stopped', 'its workflow run waits for somebody who allows it to run'],
    skipped: ['stopped', 'all jobs of its workflow run were skipped'],
    neutral: ['stopped', 'its workflow run ended as neutral, which is no success'],
    stale: ['infrastructure', 'GitHub gave its workflow run up as stale'],
  } as const),
);
