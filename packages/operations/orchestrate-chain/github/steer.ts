import type { Finding } from '@slipway/domain';
import { ReleaseError } from '@slipway/domain';
import type { Trigger } from '../../ports/index.js';
import { readStanding } from '../../sync-release-assets/index.js';
import { type ChainRun, isUnfinished } from '../engine/state.js';
import type { ChainReport } from '../report/report.js';
import { carryOut } from '../run/carry-out.js';
import { tell } from '../run/commands.js';
import type { Steering } from '../run/drive.js';
import { mayTakeOver, ownerText } from '../run/recover.js';
import { newestRun, type StoredRun } from '../run/runs.js';
import { takeOverOf } from '../run/start.js';
import { chainPorts } from './chain-ports.js';
import { repositoryName } from './dispatch.js';
import type { GithubPorts } from './ports.js';
import { type PreparedRelease, readPrepared, writePrepared } from './release-record.js';
import type { GithubReport } from './report.js';
import type { GithubWish } from './wish.js';

/** `told`: its owner will see the command. `started`: nobody owned the run, and the orchestrator's workflow goes on with it. */
export type GithubSteered =
  | { readonly status: 'told'; readonly run: string; readonly owner: string }
  | { readonly status: 'started'; readonly run: string; readonly workflow: string }
  | { readonly status: 'done'; readonly report: GithubReport }
  | { readonly status: 'refused'; readonly finding: Finding };

/** `pause`, `resume` and `retry`: never builds by itself. `orchestrator` is the workflow that does. */
export async function steerOnGithub(
  ports: GithubPorts,
  wish: Pick<GithubWish, 'tag' | 'ownership' | 'release'>,
  command: 'pause' | 'resume' | 'retry',
  orchestrator: Extract<Trigger, { kind: 'workflow' }>,
): Promise<GithubSteered> {
  const { ledger, machine, clock, runs } = ports;
  const stored = await newestRun(ledger, wish.tag);
  if (!stored) return { status: 'refused', finding: noRun(wish.tag) };
  const { run } = stored;
  const told = { command, at: clock.now(), by: machine.self() };
  const isOwned = run.owner !== null && (await mayTakeOver(run, machine, wish.ownership)) !== null;
  if (isOwned && run.owner) {
    await tell(ledger, run.id, told);
    return { status: 'told', run: run.id, owner: ownerText(run.owner) };
  }
  const refusal = whyNot(run, command);
  if (refusal) return { status: 'refused', finding: refusal };
  await tell(ledger, run.id, told);
  await runs.start(repositoryName(wish.release.repository), orchestrator);
  return { status: 'started', run: run.id, workflow: orchestrator.workflow };
}

/** `cancel`: a living owner is told; else the run is taken over, its builds are cancelled, and its draft is deleted. */
export async function cancelOnGithub(ports: GithubPorts, wish: GithubWish, steering: Steering): Promise<GithubSteered> {
  const { ledger, machine, clock } = ports;
  const stored = await newestRun(ledger, wish.tag);
  if (!stored) return { status: 'refused', finding: noRun(wish.tag) };
  const { run } = stored;
  const record = await readPrepared(ledger, run.id);
  if (record && (record.prepared.status === 'published' || record.prepared.status === 'publishing'))
    return { status: 'refused', finding: isPublic(run.id, record.prepared.release.url) };
  const isOwned = run.owner !== null && (await mayTakeOver(run, machine, wish.ownership)) !== null;
  if (isOwned && run.owner) {
    await tell(ledger, run.id, { command: 'cancel', at: clock.now(), by: machine.self() });
    return { status: 'told', run: run.id, owner: ownerText(run.owner) };
  }
  const chain = run.phase === 'cancelled' ? null : await cancelRun(ports, wish, stored, steering);
  if (record) await writePrepared(ledger, { ...record.prepared, status: 'deleted' });
  await deleteDraft(ports, wish, run.id);
  const { tag } = wish;
  const report: GithubReport = {
    schema: 1,
    status: 'cancelled',
    tag,
    chain,
    release: null,
    findings: chain?.findings ?? [],
  };
  return { status: 'done', report };
}

/** Whatever it came to before, as nobody is to go on with it unasked. */
async function cancelRun(
  ports: GithubPorts,
  wish: GithubWish,
  stored: StoredRun,
  steering: Steering,
): Promise<ChainReport> {
  const takeOver = await takeOverOf(ports, stored, stored.run.policy, 'cancel');
  return carryOut(chainPorts(ports, wish), { stored, takeOver }, { existing: 'replace', file: wish.file }, steering);
}

/** Makes way for the next chain run under the tag; `null` where the way is free. */
export async function makeWay(ports: GithubPorts, wish: GithubWish, steering: Steering): Promise<Finding | null> {
  if ((await newestRun(ports.ledger, wish.tag)) === null) return null;
  const cancelled = await cancelOnGithub(ports, wish, steering);
  switch (cancelled.status) {
    case 'refused':
      return cancelled.finding;
    case 'told':
      return {
        code: 'conflict',
        severity: 'error',
        what: `${cancelled.owner} drives it, and has been told to cancel it`,
        where: cancelled.run,
        remedy: 'run again with restart: true when it has ended',
      };
    default:
      return null;
  }
}

/** Only a draft, and only one of this chain run's. */
async function deleteDraft({ releases }: GithubPorts, { tag }: GithubWish, owner: string): Promise<void> {
  const read = await readStanding(releases, { tag, owner });
  if (read.status === 'refused') throw new ReleaseError(read.findings);
  const { release } = read.standing;
  if (release?.state === 'draft') await releases.remove(release.id);
}

/** How the newest chain run under a tag stands, and its release. */
export interface GithubStanding {
  readonly run: ChainRun;
  /** `null` where none was prepared. */
  readonly prepared: PreparedRelease | null;
}

/** `status`: reads, and changes nothing. `null` where nothing has begun under the tag. */
export async function statusOnGithub(
  { ledger }: Pick<GithubPorts, 'ledger'>,
  { tag }: Pick<GithubWish, 'tag'>,
): Promise<GithubStanding | null> {
  const stored = await newestRun(ledger, tag);
  if (!stored) return null;
  const record = await readPrepared(ledger, stored.run.id);
  return { run: stored.run, prepared: record?.prepared ?? null };
}

function whyNot(run: ChainRun, command: 'pause' | 'resume' | 'retry'): Finding | null {
  const isBroken = run.phase === 'failed' || run.phase === 'cancelled';
  if (command === 'pause') return refused(run, 'nothing of this run is being built', 'go on with resume');
  if (isUnfinished(run) || (command === 'retry' && isBroken)) return null;
  return refused(
    run,
    `this run has ended: ${run.phase}`,
    isBroken ? 'try again with retry' : 'publish it, or begin another',
  );
}

const refused = ({ id }: ChainRun, what: string, remedy: string): Finding => ({
  code: 'conflict',
  severity: 'error',
  what,
  where: id,
  remedy,
});

const noRun = (tag: string): Finding => ({
  code: 'not-found',
  severity: 'error',
  what: 'no chain run has begun under this tag',
  where: tag,
  remedy: 'begin one with prepare',
});

const isPublic = (run: string, url: string): Finding => ({
  code: 'conflict',
  severity: 'error',
  what: `publication has begun (${url}): what is public is not taken back`,
  where: run,
  remedy: 'run publish to end it; make the next release under another tag',
});
