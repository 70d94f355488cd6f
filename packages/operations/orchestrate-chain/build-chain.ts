import { readDurations } from './durations.js';
import { planChain } from './plan/plan.js';
import type { ChainReport } from './report/report.js';
import { carryOut } from './run/carry-out.js';
import type { Steering } from './run/drive.js';
import { startRun } from './run/start.js';
import { inWorkplace } from './run/workplace.js';
import type { BuildWish, ChainPorts } from './wish.js';

/** From manifest to release folder. Safe to repeat and to kill: the next invocation goes on where this one stopped. */
export async function buildChain(ports: ChainPorts, wish: BuildWish, steering: Steering): Promise<ChainReport> {
  const { manifest, selection, file } = wish;
  const { set } = manifest;
  const planning = planChain(manifest, selection, await readDurations(ports.ledger));
  if (planning.status === 'refused') return { ...blank, set, outcome: 'refused', findings: planning.findings };
  const { plan } = planning;
  const start = await startRun(ports, wish, plan);
  switch (start.status) {
    case 'refused':
      // What was given up because somebody interrupts is no mistake in what was asked for.
      if (steering.interrupt.aborted) return { ...blank, set, plan, outcome: 'interrupted' };
      return { ...blank, set, plan, outcome: 'refused', findings: start.findings };
    case 'ready':
      return { ...blank, set, plan, outcome: 'planned' };
    case 'started': {
      const carryOutHere = () => carryOut(ports, start, { existing: wish.existing, file }, steering);
      const report = await inWorkplace(ports, start.stored.run, carryOutHere);
      return { ...report, plan, findings: [...start.notices, ...report.findings] };
    }
  }
}

const blank = { schema: 1, run: null, plan: null, builds: [], release: null, findings: [] } as const;
