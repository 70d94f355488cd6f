import { fileNameOf } from '../workflows/workflow.js';
import { latestAttempt, type Run } from './run.js';
import type { RunFacts } from './script.js';

/** What a script or an execution is told of the run's latest attempt. */
export const factsOf = (run: Run): RunFacts => factsOfAttempt(run, latestAttempt(run).number);

export const factsOfAttempt = (run: Omit<Run, 'attempts' | 'listedAt'>, attempt: number): RunFacts => ({
  id: run.id,
  number: run.number,
  attempt,
  repository: run.repository.fullName,
  workflow: fileNameOf(run.workflow),
  event: run.event,
  ref: run.ref,
  sha: run.sha,
  title: run.title,
  inputs: run.inputs,
  payload: run.payload,
});
