import type { Finding } from '@slipway/domain';
import type { FallbackOutcome } from './start-fallback.js';
import type { Fallback } from './record.js';

/** What reports say of a fallback. */
export interface FallbackReport {
  /** The chain run that it takes the place of. */
  readonly run: string;
  readonly repository: string;
  readonly workflow: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** Of its workflow run; `null` where that is not known. */
  readonly id: number | null;
  readonly url: string | null;
}

export const fallbackReport = ({ run, repository, workflow, inputs, started }: Fallback): FallbackReport => ({
  run,
  repository,
  workflow,
  inputs,
  id: started?.id ?? null,
  url: started?.url ?? null,
});

/** GitHub could not be asked, for too long. */
export interface Late {
  readonly status: 'late';
  readonly findings: readonly Finding[];
}

/** What has just become of it, beside what orchestration broke down of. */
export function outcomeFindings(outcome: FallbackOutcome | Late, workflow: string, run: string): readonly Finding[] {
  switch (outcome.status) {
    case 'started':
      return [
        {
          code: 'unavailable',
          severity: 'error',
          what: `orchestration cannot go on, and nothing is public: ${workflow} makes the release in its place: ${outcome.run.url}`,
          where: run,
          remedy: `watch that run; ${restart}`,
        },
      ];
    case 'unsure':
      return [unsureFinding(outcome.fallback, outcome.what)];
    case 'not-started':
      return [
        ...outcome.findings,
        unstarted(workflow, run, 'repair what is said here, and start this again: it goes on where it stopped'),
      ];
    case 'late':
      return [
        ...outcome.findings,
        unstarted(
          workflow,
          run,
          `start this again: it starts ${workflow} if that is recorded, else goes on where it stopped`,
        ),
      ];
  }
}

const unstarted = (workflow: string, where: string, remedy: string): Finding => ({
  code: 'unavailable',
  severity: 'error',
  what: `orchestration cannot go on, and ${workflow} could not be started in its place`,
  where,
  remedy,
});

/** For whoever comes later: nothing is built beside it. */
export const standingFinding = (outcome: Exclude<FallbackOutcome, { status: 'not-started' }>): Finding =>
  outcome.status === 'unsure'
    ? unsureFinding(outcome.fallback, outcome.what)
    : {
        code: 'conflict',
        severity: 'error',
        what: `${outcome.fallback.workflow} was started in the place of this chain run, and makes the release: ${outcome.run.url}`,
        where: outcome.fallback.run,
        remedy: `nothing is built beside it; ${restart}`,
      };

const restart = 'where it is not to make the release, end it, and give restart: true to begin the next chain run';

function unsureFinding({ run, workflow, repository, inputs }: Fallback, what: string): Finding {
  const given = Object.entries(inputs).map(([name, value]) => `-f ${name}=${value}`);
  return {
    code: 'unavailable',
    severity: 'error',
    what: `${workflow} was to be started in the place of this chain run, and whether it was cannot be told: ${what}`,
    where: run,
    remedy: `look at "gh run list --repo ${repository} --workflow ${workflow}"; if none of those is it, "gh workflow run ${workflow} --repo ${repository} ${given.join(' ')}", or give restart: true`,
  };
}
