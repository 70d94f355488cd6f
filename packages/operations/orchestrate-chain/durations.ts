import type { Json, Ledger } from '../ports/index.js';
import type { ChainRun } from './engine/state.js';
import type { Durations } from './plan/plan.js';

const key = 'durations';

/** How long each component's last build took, whichever set it was built for. */
export async function readDurations(ledger: Ledger): Promise<Durations> {
  const record = await ledger.read(key);
  return new Map(entriesOf(record?.value ?? null));
}

/** Remembers the builds of this run that were really made. Losing a race loses a hint, nothing else. */
export async function rememberDurations(ledger: Ledger, run: ChainRun): Promise<void> {
  const record = await ledger.read(key);
  const durations = new Map(entriesOf(record?.value ?? null));
  run.components.forEach(({ component }, at) => {
    const build = run.builds[at];
    if (build?.status === 'succeeded' && !build.reused) durations.set(component.name, build.endedAt - build.startedAt);
  });
  await ledger.write(key, Object.fromEntries(durations), record?.revision ?? null);
}

const entriesOf = (value: Json): readonly (readonly [string, number])[] =>
  value !== null && typeof value === 'object'
    ? Object.entries(value).flatMap(([name, ms]) => (typeof ms === 'number' && ms >= 0 ? [[name, ms] as const] : []))
    : [];
