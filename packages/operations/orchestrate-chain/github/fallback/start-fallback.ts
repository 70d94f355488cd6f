import { type Finding, isVersion, ReleaseError, sentence } from '@slipway/domain';
import type { Clock, RunSearch, WorkflowRun } from '../../../ports/index.js';
import { isSameOwner, ownerText } from '../../run/recover.js';
import { repositoryName } from '../dispatch.js';
import { findRun, type FoundRun, lag, margin, mostDispatches } from '../find-run.js';
import type { GithubPorts } from '../ports.js';
import type { GithubWish } from '../wish.js';
import { fallbackFindings, refOfFallback } from './preflight.js';
import { type Fallback, readFallback, type StoredFallback, writeFallback } from './record.js';

export type FallbackPorts = Pick<GithubPorts, 'ledger' | 'runs' | 'clock' | 'machine' | 'repositories'>;

export type FallbackOutcome =
  | { readonly status: 'started'; readonly fallback: Fallback; readonly run: Pick<WorkflowRun, 'id' | 'url'> }
  /** It may have been started: nobody starts it again. */
  | { readonly status: 'unsure'; readonly fallback: Fallback; readonly what: string }
  /** Nothing was started, and nothing is recorded that would keep a chain run from going on. */
  | { readonly status: 'not-started'; readonly findings: readonly Finding[] };

export interface Wanted {
  /** The chain run in whose place it is started. */
  readonly run: string;
  readonly why: string;
}

type WithFallback = GithubWish & Required<Pick<GithubWish, 'fallback'>>;

/** Starts the former workflow, once for the chain run, whoever is killed when: what is to leave is in the ledger before it leaves. */
export async function startFallback(
  ports: FallbackPorts,
  wish: WithFallback,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<FallbackOutcome> {
  const { ledger } = ports;
  const { tag } = wish;
  const before = await readFallback(ledger, tag);
  if (before && before.fallback.run === wanted.run && before.fallback.status !== 'refused')
    return takeUpFallback(ports, tag, before, signal);
  const findings = await fallbackFindings(ports, wish);
  if (findings.length > 0) return { status: 'not-started', findings };
  const announced = await announcement(ports, wish, wanted);
  const stored = await writeFallback(ledger, tag, announced, before?.revision ?? null);
  // Who was first has left a record that says how far it is.
  return stored ? send(ports, tag, stored, signal) : startFallback(ports, wish, wanted, signal);
}

/** Goes on with what somebody recorded: looks before anything leaves, and leaves it alone where its writer may still be at work. */
export async function takeUpFallback(
  ports: FallbackPorts,
  tag: string,
  stored: StoredFallback,
  signal: AbortSignal,
): Promise<FallbackOutcome> {
  const { ledger, machine } = ports;
  const { fallback } = stored;
  if (fallback.started) return { status: 'started', fallback, run: fallback.started };
  const self = machine.self();
  const state = isSameOwner(fallback.by, self) ? 'dead' : await machine.isAlive(fallback.by);
  if (state === 'alive') return unsure(fallback, `${ownerText(fallback.by)} is starting it`);
  const found = await lookFor(ports, fallback, signal);
  if (found.status !== 'absent') return settled(ports, tag, stored, found);
  if (state === 'unknown')
    return unsure(fallback, `${ownerText(fallback.by)} was to start it, and whether it still does cannot be seen`);
  const taken = await writeFallback(ledger, tag, { ...fallback, by: self }, stored.revision);
  return taken ? send(ports, tag, taken, signal) : unsure(fallback, 'somebody else takes it up at this moment');
}

/** The tag's version, or where the tag is no version, the release set's id: what names the release either way. */
const versionOf = ({ tag, manifest }: Pick<GithubWish, 'tag' | 'manifest'>): string =>
  isVersion(tag.replace(/^v/, '')) ? tag.replace(/^v/, '') : manifest.set;

async function announcement(ports: FallbackPorts, wish: WithFallback, { run, why }: Wanted): Promise<Fallback> {
  const { runs, clock, machine } = ports;
  const { repository, workflow } = wish.fallback;
  const ref = await refOfFallback(ports, wish);
  const actor = await runs.sender(repositoryName(repository));
  const since = runs.serverTime() || clock.now() - margin;
  const search = searchFor({ repository, workflow, actor, since });
  return {
    schema: 1,
    run,
    status: 'starting',
    repository,
    workflow,
    ref,
    inputs: { version: versionOf(wish), fallback: 'true' },
    why,
    by: machine.self(),
    actor,
    since,
    earlier: (await runs.find(search)).map(({ id }) => id),
    started: null,
  };
}

async function send(
  ports: FallbackPorts,
  tag: string,
  stored: StoredFallback,
  signal: AbortSignal,
): Promise<FallbackOutcome> {
  const { fallback } = stored;
  const { repository, workflow, ref, inputs } = fallback;
  for (let tries = 0; tries < mostDispatches; tries += 1) {
    const answer = await ports.runs
      .start(repositoryName(repository), { kind: 'workflow', workflow, ref, inputs })
      .catch(refusalOf);
    if (answer instanceof ReleaseError) return withdrawn(ports, tag, stored, answer);
    if (answer.status === 'done' && answer.value)
      return settled(ports, tag, stored, { status: 'found', run: answer.value });
    const found = await lookFor(ports, fallback, signal);
    if (found.status !== 'absent') return settled(ports, tag, stored, found);
    if (answer.status === 'done') return unsure(fallback, 'GitHub has accepted its start, and lists no run of it');
  }
  return unsure(fallback, `${mostDispatches} dispatches had no answer, and GitHub lists no run of it`);
}

/** What GitHub refuses was not started. Whether it could be reached is another matter: then all is tried again from the record. */
function refusalOf(error: unknown): ReleaseError {
  if (!(error instanceof ReleaseError) || error.findings.some(({ code }) => code === 'unavailable')) throw error;
  return error;
}

async function withdrawn(
  { ledger }: FallbackPorts,
  tag: string,
  { fallback, revision }: StoredFallback,
  { findings }: ReleaseError,
): Promise<FallbackOutcome> {
  await writeFallback(ledger, tag, { ...fallback, status: 'refused' }, revision);
  return { status: 'not-started', findings };
}

/** Its run carries no marker: it is the one that this sender has started of this workflow since then, if there is just one. */
const searchFor = (of: Pick<Fallback, 'repository' | 'workflow' | 'actor' | 'since'>): RunSearch => ({
  repository: repositoryName(of.repository),
  event: 'workflow_dispatch',
  workflow: of.workflow,
  marker: null,
  since: of.since,
  actor: of.actor,
});

function lookFor(
  { runs, clock }: { readonly runs: FallbackPorts['runs']; readonly clock: Clock },
  fallback: Fallback,
  signal: AbortSignal,
): Promise<FoundRun> {
  const find = async (search: RunSearch) =>
    (await runs.find(search)).filter(({ id }) => !fallback.earlier.includes(id));
  return findRun({ runs: { find }, clock }, searchFor(fallback), lag, signal);
}

async function settled(
  ports: FallbackPorts,
  tag: string,
  { fallback, revision }: StoredFallback,
  found: Exclude<FoundRun, { status: 'absent' }>,
): Promise<FallbackOutcome> {
  if (found.status === 'ambiguous') return unsure(fallback, found.what);
  if (found.status === 'aborted') return unsure(fallback, 'this job was ended before its run was known');
  const { id, url } = found.run;
  const started: Fallback = { ...fallback, status: 'started', started: { id, url } };
  // It runs, and can be found again, whether we can write this down or not.
  await writeFallback(ports.ledger, tag, started, revision).catch(refusedOrNot);
  return { status: 'started', fallback: started, run: { id, url } };
}

function refusedOrNot(error: unknown): null {
  if (error instanceof ReleaseError) return null;
  throw error;
}

const unsure = (fallback: Fallback, what: string): FallbackOutcome => ({ status: 'unsure', fallback, what });

/** Why orchestration could not go on, in one line. */
export const whyOf = (findings: readonly Finding[]): string =>
  findings.flatMap((finding) => (finding.severity === 'error' ? [sentence(finding)] : [])).join('; ');
