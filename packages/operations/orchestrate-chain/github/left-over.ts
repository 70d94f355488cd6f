import type { Ledger } from '../../ports/index.js';
import { newestRun, runKey } from '../run/runs.js';

/** Tags whose newest chain run was left `continuing`, as a job's time was over: somebody has to go on with them. */
export async function tagsLeftContinuing(ledger: Ledger): Promise<readonly string[]> {
  const keys = await ledger.list(runKey(''));
  const tags = new Set(keys.flatMap((key) => /^(.+)\.[1-9]\d*$/.exec(key.slice(runKey('').length))?.[1] ?? []));
  const left: string[] = [];
  for (const tag of [...tags].toSorted())
    if ((await newestRun(ledger, tag))?.run.phase === 'continuing') left.push(tag);
  return left;
}
