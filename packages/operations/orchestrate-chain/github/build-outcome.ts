import { ReleaseError } from '@slipway/domain';
import type { BuildFailure, BuildOutcome } from '../../ports/index.js';

type Failed = Extract<BuildOutcome, { status: 'failed' }>;

/** `log`: the page that says more; empty where there is none. */
export const failed = (kind: BuildFailure['kind'], what: string, log = ''): Failed => ({
  status: 'failed',
  failure: { kind, what, log, tail: [] },
});

/** What GitHub refuses is the end of this build. Where GitHub cannot be reached, nobody can tell how the build stands: the chain stops there. */
export async function asOutcome(work: () => Promise<BuildOutcome>, log = ''): Promise<BuildOutcome> {
  try {
    return await work();
  } catch (error) {
    return failed('stopped', textOfRefusal(error), log);
  }
}

/** Of a start: nothing was built, so that nothing can be said of the build itself. */
export const refusalOf = (error: unknown): Failed => failed('unstarted', textOfRefusal(error));

function textOfRefusal(error: unknown): string {
  if (!(error instanceof ReleaseError) || error.findings.some(({ code }) => code === 'unavailable')) throw error;
  return error.findings.map(({ what, remedy }) => `${what}; ${remedy}`).join('; ');
}
