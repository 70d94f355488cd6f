import { type Finding, ReleaseError } from '@slipway/domain';
import type { RunArtifact } from '@slipway/operations/ports';
import { fullName } from '../client/repository.js';

/** What is wrong with one artifact, as an error that names it. */
export function artifactError(
  { repository, run, name }: RunArtifact,
  { what, ...rest }: Pick<Finding, 'code' | 'what' | 'remedy'>,
  cause?: unknown,
): ReleaseError {
  const finding: Finding = {
    severity: 'error',
    where: `${fullName(repository)}, run ${run}`,
    what: `the artifact ${name} ${what}`,
    ...rest,
  };
  return new ReleaseError([finding], { cause });
}
