import type { Finding } from '@slipway/domain';
import type { ChainRun } from '../engine/state.js';
import { missingBinaries } from '../release/assets.js';
import type { Making } from '../release/make-release.js';
import type { ChainReport, Outcome } from './report.js';

/** What a run that is at rest came to. */
export function concluded(
  run: ChainRun,
  making: Making | null,
  file: string,
): Pick<ChainReport, 'outcome' | 'release' | 'findings'> {
  return {
    outcome: outcomeOf(run, making),
    release: making && 'report' in making ? making.report : null,
    findings: [
      ...missingBinaries(run).map((missing) => binaryFinding(missing, file)),
      ...(making?.status === 'refused' ? [making.finding] : []),
    ],
  };
}

function outcomeOf({ phase }: ChainRun, making: Making | null): Outcome {
  switch (phase) {
    case 'released':
      return making?.status === 'already-released' ? 'already-released' : 'released';
    case 'building':
    case 'releasing':
      throw new Error(`a run at rest cannot be ${phase}`);
    default:
      return phase;
  }
}

const binaryFinding = ({ component, binary }: { component: string; binary: string }, file: string): Finding => ({
  code: 'bad-input',
  severity: 'warning',
  what: `the build made no file named ${binary}, which the manifest lists among its binaries`,
  where: `${file}: ${component}`,
  remedy: 'add it to the artifacts, or take it off the binaries',
});
