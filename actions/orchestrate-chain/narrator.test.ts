import type { ChainRun } from '@slipway/operations/orchestrate-chain';
import type { RunStage } from '@slipway/operations/ports';
import { narrator } from './narrator.js';

/** As much of a run as is narrated. */
const at = (stage: RunStage | null, attempt = 1): ChainRun => {
  const process = stage && {
    repository: { owner: 'acme', repo: 'core' },
    id: 1,
    nodeId: '',
    url: '',
    marker: 'm',
    attempt: 1,
    stage,
  };
  const build = { status: 'running', attempt, failures: 0, startedAt: 0, process, stopping: null };
  return { components: [{ component: { name: 'core', version: '1.0.0' } }], builds: [build] } as unknown as ChainRun;
};

test('waiting for a runner, waiting for an approval and building are told apart, each once', () => {
  const lines: string[] = [];
  const { watch } = narrator({ line: (text) => lines.push(text), group: () => {}, debug: () => {}, mask: () => {} });

  const stages = [null, 'queued', 'queued', 'waiting', 'building', 'completed'] as const;
  for (const stage of stages) watch(at(stage));
  watch(at('queued', 2));

  expect(lines).toEqual([
    'core 1.0.0: building',
    'core 1.0.0: waits for a runner',
    'core 1.0.0: waits for somebody who approves it',
    'core 1.0.0: has a runner',
    'core 1.0.0: attempt 1 failed',
    'core 1.0.0: building, attempt 2',
    'core 1.0.0: waits for a runner',
  ]);
});
