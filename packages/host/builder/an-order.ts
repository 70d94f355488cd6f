import type { BuildSettings } from '@slipway/operations/orchestrate-chain';
import type { BuildControl, BuildOrder, LocalProcess, ResolvedSource } from '@slipway/operations/ports';

/** An order for tests: builds the working copy `folder` with `command` unless told otherwise. */
export const anOrder = (
  source: ResolvedSource | string,
  command: readonly [string, ...string[]],
  { settings, ...rest }: { settings?: Partial<BuildSettings> } & Partial<BuildOrder> = {},
): BuildOrder => ({
  component: {
    name: 'lib',
    version: '1.0.0',
    tag: 'v1.0.0',
    requires: [],
    binaries: [],
    build: {
      command,
      artifacts: ['out'],
      env: {},
      passEnv: [],
      tools: {},
      attempts: 1,
      retryOn: 'infrastructure',
      timeout: 1_800_000,
      ...settings,
    },
  },
  source: typeof source === 'string' ? { kind: 'working-copy', folder: source, commit: null, time: 0 } : source,
  set: 'set-1',
  attempt: 1,
  marker: 'set-1.1/lib/1',
  upstreams: [],
  ...rest,
});

export interface TestControl extends BuildControl {
  readonly processes: readonly LocalProcess[];
  abort(reason: 'timeout' | 'interrupted' | 'cancelled'): void;
}

/** Lets every process begin, and can end it. */
export function aControl(): TestControl {
  const controller = new AbortController();
  const processes: LocalProcess[] = [];
  return {
    processes,
    signal: controller.signal,
    started: async (child) => void ('pid' in child && processes.push(child)),
    abort: (reason) => controller.abort(reason),
  };
}
