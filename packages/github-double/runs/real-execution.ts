import type { Execute, Execution } from './script.js';

/** The jobs of one attempt, run for real: all together, but for those that wait for an approval, which follow when they have it. */
export interface RealExecution {
  readonly execute: Execute;
  readonly abort: AbortController;
  state:
    | { readonly kind: 'new' | 'running' }
    | { readonly kind: 'ended'; readonly result: Execution; readonly held: readonly string[] };
}
