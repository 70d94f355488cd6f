import { type Finding, ReleaseError } from '@slipway/domain';
import { type ChainRun, isUnfinished } from '../../engine/state.js';
import { buildReports } from '../../report/report.js';
import type { Steering } from '../../run/drive.js';
import { isSameOwner, mayTakeOver } from '../../run/recover.js';
import { newestRun, runId } from '../../run/runs.js';
import type { GithubPorts } from '../ports.js';
import { releaseHeld } from '../release-owner.js';
import { readPrepared } from '../release-record.js';
import type { GithubReport } from '../report.js';
import type { GithubWish, ReleaseCommand } from '../wish.js';
import { causeOf, type Ending, fallsBack } from './cause.js';
import { fallbackReport, type Late, outcomeFindings, standingFinding } from './findings.js';
import { nextNumber, type StoredFallback } from './record.js';
import { type FallbackOutcome, startFallback, takeUpFallback, whyOf } from './start-fallback.js';

/** How long GitHub may be away before the fallback is left to the next start; milliseconds, as `pause` between two tries. */
const patience = 15 * 60_000;
const pause = 60_000;

/**
 * Does the work of a command. Where a fallback was started for the chain run, nothing is done beside it; where orchestration itself
 * breaks down before anything is public, one is started.
 */
export async function fallingBack(
  command: ReleaseCommand,
  ports: GithubPorts,
  wish: GithubWish,
  steering: Steering,
  heeded: Promise<StoredFallback | null>,
  work: (watched: Steering) => Promise<GithubReport>,
): Promise<GithubReport> {
  let last: ChainRun | null = null;
  let met: ChainRun | null = null;
  const watched: Steering = {
    ...steering,
    watch: (run) => {
      last = run;
      steering.watch(run);
    },
    met: (run) => {
      met = run;
    },
  };
  const ending = await endingOf(
    async () => (await besideFallback(ports, wish, steering, await heeded)) ?? work(watched),
  );
  const { fallback } = wish;
  const builds = builtIn(last);
  const cause = causeOf(ending, { interrupted: steering.interrupt.aborted, builds });
  const isLeft = !fallback || command === 'build' || wish.mode === 'dry-run' || !fallsBack[cause];
  if (isLeft) return unwrapped(ending, wish, last ?? met, steering);
  tellBug(ending, steering);
  const told = findingsOf(ending);
  const place = { ports, wish: { ...wish, fallback }, last, why: whyOf(told), signal: steering.interrupt };
  const outcome = await patiently(place, () => fallBack(place));
  return reportOf(ending, place, told, outcome);
}

/** The compiler takes what is only assigned in a callback for what it was. */
const builtIn = (run: ChainRun | null): ChainRun['builds'] | null => run?.builds ?? null;

interface Place {
  readonly ports: GithubPorts;
  readonly wish: GithubWish & Required<Pick<GithubWish, 'fallback'>>;
  /** The chain run as this process saw it last; `null` where it came to none. */
  readonly last: ChainRun | null;
  readonly why: string;
  readonly signal: AbortSignal;
}

async function endingOf(work: () => Promise<GithubReport>): Promise<Ending> {
  try {
    return { kind: 'told', report: await work() };
  } catch (error) {
    return { kind: 'thrown', error };
  }
}

/** What is thrown in the middle is a failure, and does not hide what was built until then; before anything is begun it is a refusal. */
function unwrapped(ending: Ending, { tag, mode }: GithubWish, run: ChainRun | null, steering: Steering): GithubReport {
  if (ending.kind === 'told') return ending.report;
  if (run === null || mode === 'dry-run') throw ending.error;
  tellBug(ending, steering);
  return { ...failed(tag, run), findings: findingsOf(ending) };
}

function tellBug(ending: Ending, { broke }: Steering): void {
  if (ending.kind === 'thrown' && ending.error instanceof Error && !(ending.error instanceof ReleaseError))
    broke?.(ending.error);
}

/** `null` where no fallback stands in the way. One that was only recorded is started now. */
async function besideFallback(
  ports: GithubPorts,
  wish: GithubWish,
  { interrupt }: Steering,
  stored: StoredFallback | null,
): Promise<GithubReport | null> {
  const { tag } = wish;
  if (stored === null) return null;
  const outcome: FallbackOutcome =
    wish.mode === 'dry-run' && !stored.fallback.started
      ? { status: 'unsure', fallback: stored.fallback, what: 'a dry run leaves it alone' }
      : await takeUpFallback(ports, tag, stored, interrupt);
  // What GitHub refuses now is started by nobody: the chain run goes on.
  if (outcome.status === 'not-started') return null;
  const blank = { schema: 1, tag, chain: null, release: null } as const;
  return {
    ...blank,
    status: 'refused',
    findings: [standingFinding(outcome)],
    fallback: fallbackReport(outcome.fallback),
  };
}

/** Why nobody may start it, in the place of what it comes to. */
type NoPlace = { readonly status: 'no-place'; readonly finding: Finding | null };

async function fallBack({ ports, wish, last, why, signal }: Place): Promise<FallbackOutcome | NoPlace> {
  const { ledger, machine } = ports;
  const { tag, begin } = wish;
  const known = last ? null : await newestRun(ledger, tag);
  const newest = begin === 'continue' ? known : null;
  const run = last?.id ?? newest?.run.id ?? runId(tag, await nextNumber(ledger, tag, known));
  const held = newest && isUnfinished(newest.run) ? await mayTakeOver(newest.run, machine, 'respect') : null;
  if (held) return { status: 'no-place', finding: held };
  const record = await readPrepared(ledger, run);
  const isOurs = record?.prepared.owner && isSameOwner(record.prepared.owner, machine.self());
  const heldRelease = isOurs ? null : await releaseHeld(ports, record, { ownership: 'respect' });
  if (heldRelease) return { status: 'no-place', finding: heldRelease };
  const status = record?.prepared.status;
  if (status === 'publishing' || status === 'published') return { status: 'no-place', finding: null };
  return startFallback(ports, wish, { run, why }, signal);
}

/** It needs the very GitHub that may just be away: tried again for a while, each time from what is recorded. */
async function patiently<Outcome>(
  { ports: { clock }, signal }: Place,
  work: () => Promise<Outcome>,
): Promise<Outcome | Late> {
  const end = clock.now() + patience;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ReleaseError)) throw error;
      const isAway = error.findings.some(({ code }) => code === 'unavailable');
      if (!isAway || signal.aborted || clock.now() >= end) return { status: 'late', findings: error.findings };
      await clock.sleep(pause, signal);
    }
  }
}

function reportOf(
  ending: Ending,
  { wish, last }: Place,
  told: readonly Finding[],
  outcome: FallbackOutcome | NoPlace | Late,
): GithubReport {
  const { tag, fallback } = wish;
  const run = last?.id ?? tag;
  const report: GithubReport = { ...(ending.kind === 'told' ? ending.report : failed(tag, last)), broken: true };
  switch (outcome.status) {
    case 'no-place':
      return { ...report, findings: [...told, ...(outcome.finding ? [outcome.finding] : [])] };
    case 'late':
    case 'not-started':
      return { ...report, findings: [...told, ...outcomeFindings(outcome, fallback.workflow, run)] };
    default: {
      const findings = [...told, ...outcomeFindings(outcome, fallback.workflow, outcome.fallback.run)];
      return { ...report, findings, fallback: fallbackReport(outcome.fallback) };
    }
  }
}

const failed = (tag: string, run: ChainRun | null): GithubReport => ({
  schema: 1,
  status: 'failed',
  tag,
  chain: chainOf(run),
  release: null,
  findings: [],
  broken: true,
});

const chainOf = (run: ChainRun | null): GithubReport['chain'] =>
  run && {
    schema: 1,
    outcome: 'failed',
    set: run.set,
    run: run.id,
    plan: null,
    builds: buildReports(run),
    release: null,
    findings: [],
  };

function findingsOf(ending: Ending): readonly Finding[] {
  if (ending.kind === 'told') return ending.report.findings;
  const { error } = ending;
  if (error instanceof ReleaseError) return error.findings;
  return [
    {
      code: 'unavailable',
      severity: 'error',
      what: `internal error (${error instanceof Error ? error.message : String(error)})`,
      where: 'slipway',
      remedy:
        'start again with debug logging (at a terminal: SLIPWAY_DEBUG=1), and report what it prints; what was built is kept',
    },
  ];
}
