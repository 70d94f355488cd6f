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
    if (!(error instanceof ReleaseError) || error.findings.some(({ code }) => code === 'unavailable')) throw error;
    return failed('stopped', error.findings.map(({ what, remedy }) => `${what}; ${remedy}`).join('; '), log);
  }
}
