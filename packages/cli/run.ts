import { type Finding, ReleaseError } from '@slipway/domain';
import { exitCodeOf } from './exit-code.js';
import { outputOf } from './output.js';
import { parseCommandLine } from './program.js';
import { debugVariable, type Session, stackTo } from './session.js';
import type { Shell } from './shell.js';

/** One invocation, from arguments to exit code. Whatever is thrown on the way is told here. */
export async function run(shell: Shell): Promise<number> {
  const session = { shell, output: outputOf(shell) };
  try {
    refuseWindows(shell);
    return await parseCommandLine(session);
  } catch (error) {
    const findings = error instanceof ReleaseError ? error.findings : [internalError(error, session)];
    const refusal = { schema: 1, outcome: 'refused', findings } as const;
    session.output.tell(findings);
    session.output.document(refusal);
    return exitCodeOf(refusal);
  }
}

function refuseWindows({ platform }: Shell): void {
  if (platform !== 'win32') return;
  throw new ReleaseError([
    {
      code: 'unavailable',
      severity: 'error',
      what: 'Windows is not supported',
      where: 'this machine',
      remedy: 'use Linux or macOS; on Windows, the Linux of WSL',
    },
  ]);
}

/** A mistake of ours. Its stack is for whoever repairs it, not for whoever meets it. */
function internalError(error: unknown, session: Session): Finding {
  if (error instanceof Error) stackTo(session)(error);
  return {
    code: 'unavailable',
    severity: 'error',
    what: `internal error (${error instanceof Error ? error.message : String(error)})`,
    where: 'slipway',
    remedy: `run the same command with ${debugVariable}=1 and report what it prints; the state of the run is kept`,
  };
}
