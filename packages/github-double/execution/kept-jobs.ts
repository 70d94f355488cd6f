import { readFileSync, writeFileSync } from 'node:fs';
import { isSeq, parseDocument } from 'yaml';

/**
 * act runs all jobs of a workflow, those too that a rerun of failed jobs takes over: it has no outputs of theirs otherwise.
 * Their steps get an environment of their own in the checked out file (a job's would not count against `--env`), so that the
 * artifact service knows them.
 */
export function markKeptJobs(
  file: string,
  kept: readonly string[],
  environment: Readonly<Record<string, string>>,
): void {
  if (kept.length === 0) return;
  const workflow = parseDocument(readFileSync(file, 'utf8'));
  for (const key of kept) {
    const steps = workflow.getIn(['jobs', key, 'steps']);
    for (const index of isSeq(steps) ? steps.items.keys() : []) {
      for (const [name, value] of Object.entries(environment)) {
        workflow.setIn(['jobs', key, 'steps', index, 'env', name], value);
      }
    }
  }
  writeFileSync(file, workflow.toString());
}
