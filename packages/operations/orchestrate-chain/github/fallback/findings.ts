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
  /** When it was started, or was to be: milliseconds since 1970. */
  readonly since: number;
  /** Why orchestration could not go on. */
  readonly why: string;
  /** Of its workflow run; `null` where that is not known. */
  readonly id: number | null;
  readonly url: string | null;
}

export const fallbackReport = (fallback: Fallback): FallbackReport => {
  const { run, repository, workflow, inputs, since, why, started } = fallback;
  return { run, repository, workflow, inputs, since, why, id: started?.id ?? null, url: started?.url ?? null };
};

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

const restart = 'where it is not to make the release, end it, and give --restart to begin the next chain run';

function unsureFinding({ run, workflow, repository, inputs }: Fallback, what: string): Finding {
  const given = Object.entries(inputs).map(([name, value]) => `-f ${name}=${value}`);
  return {
    code: 'unavailable',
    severity: 'error',
    what: `${workflow} was to be started in the place of this chain run, and whether it was cannot be told: ${what}`,
    where: run,
    remedy: `look at "gh run list --repo ${repository} --workflow ${workflow}"; if none of those is it, "gh workflow run ${workflow} --repo ${repository} ${given.join(' ')}", or give --restart`,
  };
}

/** What has become of it, and when, in one line. */
export function fallbackText({ workflow, since, url }: FallbackReport): string {
  const when = `${new Date(since).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return url === null
    ? `${workflow} was to be started in its place, ${when}, and nothing says yet whether it was`
    : `${workflow} makes the release in its place, since ${when}: ${url}`;
}

/** For whoever asks how the chain run stands. */
export const fallbackNotice = (fallback: FallbackReport): Finding => ({
  code: 'unavailable',
  severity: 'notice',
  what: `${fallbackText(fallback)} (orchestration could not go on: ${fallback.why})`,
  where: fallback.run,
  remedy:
    fallback.url === null
      ? 'start the orchestrator again: it looks for that run, and starts one only where there is none'
      : `watch that run; ${restart}`,
});
