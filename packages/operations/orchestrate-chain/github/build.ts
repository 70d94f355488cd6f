import { readDurations } from '../durations.js';
import { planChain } from '../plan/plan.js';
import { makeRelease } from '../release/make-release.js';
import { concluded } from '../report/conclude.js';
import { buildReports, type ChainReport } from '../report/report.js';
import { carryOut } from '../run/carry-out.js';
import type { Steering } from '../run/drive.js';
import { chainPorts } from './chain-ports.js';
import type { GithubPorts } from './ports.js';
import { refetch } from './refetch.js';
import { startOnGithub } from './start.js';
import { weakerGuarantees } from './notices.js';
import { makeWay } from './cancel.js';
import type { GithubWish } from './wish.js';

/** `build`: from manifest to release folder, built by the components' own workflows; no GitHub Release. */
export async function buildOnGithub(ports: GithubPorts, wish: GithubWish, steering: Steering): Promise<ChainReport> {
  const { manifest, selection, file } = wish;
  const { set } = manifest;
  const planning = planChain(manifest, selection, await readDurations(ports.ledger));
  if (planning.status === 'refused') return { ...blank, set, outcome: 'refused', findings: planning.findings };
  const { plan } = planning;
  const obstacle = wish.begin === 'restart' && wish.mode === 'apply' ? await makeWay(ports, wish, steering) : null;
  if (obstacle) return { ...blank, set, plan, outcome: 'refused', findings: [obstacle] };
  const start = await startOnGithub(ports, wish, plan);
  const weaker = weakerGuarantees(manifest, plan, file);
  const chain = chainPorts(ports, wish);
  switch (start.status) {
    case 'refused':
      return { ...blank, set, plan, outcome: 'refused', findings: start.findings };
    case 'half-cancelled': {
      const hindrance = await makeWay(ports, wish, steering);
      return hindrance
        ? { ...blank, set, plan, outcome: 'refused', findings: [hindrance] }
        : { ...blank, set, plan, outcome: 'cancelled', run: start.run };
    }
    case 'ready':
      steering.ready?.(start);
      return { ...blank, set, plan, outcome: 'planned', findings: [...weaker, ...start.notices] };
    case 'started': {
      const limit = limited(ports, wish, steering);
      try {
        const report = await carryOut(chain, start, { existing: 'replace', file }, limit.steering);
        return { ...report, plan, findings: [...weaker, ...start.notices, ...report.findings] };
      } finally {
        limit.lift();
      }
    }
    case 'built': {
      const { run } = start.stored;
      steering.met?.(run);
      await refetch(ports, run);
      const making = run.phase === 'released' ? await makeRelease(chain, run, { existing: 'replace' }) : null;
      return { ...blank, set, run: run.id, plan, builds: buildReports(run), ...concluded(run, making, file) };
    }
  }
}

const blank = { schema: 1, run: null, plan: null, builds: [], release: null, findings: [] } as const;

/** A job has six hours at most: before they are over the chain is left to the next start. */
function limited({ clock }: GithubPorts, { timeout }: GithubWish, steering: Steering) {
  const over = new AbortController();
  const lifted = new AbortController();
  void clock.sleep(timeout, lifted.signal).then(() => over.abort());
  return {
    steering: { ...steering, interrupt: AbortSignal.any([steering.interrupt, over.signal]) },
    lift: () => lifted.abort(),
  };
}
