import type { Finding } from '@slipway/domain';
import type { RepositoryName, Trigger } from '../../ports/index.js';
import { type ChainRun, isUnfinished } from '../engine/state.js';
import { tell, tellOwner } from '../run/commands.js';
import { cancelling, mayTakeOver, ownerText } from '../run/recover.js';
import { newestRun } from '../run/runs.js';
import { repositoryName } from './dispatch.js';
import { standingFinding } from './fallback/findings.js';
import { countingFallback } from './fallback/record.js';
import type { GithubPorts } from './ports.js';
import { releaseHeld } from './release-owner.js';
import { readPrepared } from './release-record.js';
import { stageOf } from './rehearse/stage.js';
import { type GithubSteered, noRun, planned } from './steered.js';
import type { GithubWish } from './wish.js';

type Orchestrator = Extract<Trigger, { kind: 'workflow' }>;

type Asked = Pick<GithubWish, 'tag' | 'ownership' | 'home' | 'mode'>;

/** `pause`, `resume` and `retry`: never builds by itself. `orchestrator` is the workflow that does. */
export async function steerOnGithub(
  ports: GithubPorts,
  wish: Asked,
  command: 'pause' | 'resume' | 'retry',
  orchestrator: Orchestrator,
): Promise<GithubSteered> {
  if (wish.mode === 'apply') return steer(ports, wish, command, orchestrator);
  const stage = stageOf(ports);
  return planned(await steer(stage.ports, wish, command, orchestrator), stage);
}

/** An owner that was told may have ended before it saw that: it is looked for again. */
async function steer(
  ports: GithubPorts,
  wish: Asked,
  command: 'pause' | 'resume' | 'retry',
  orchestrator: Orchestrator,
): Promise<GithubSteered> {
  const { ledger, machine, clock, runs } = ports;
  for (let isTold = false; ; isTold = true) {
    const stored = await newestRun(ledger, wish.tag);
    if (!stored) return { status: 'refused', finding: noRun(wish.tag) };
    const { run } = stored;
    const owner = (await mayTakeOver(run, machine, wish.ownership)) && run.owner;
    const told = { command, at: clock.now(), by: machine.self() };
    if (owner) {
      const isHeard = isTold ? run.intent !== 'cancel' : await tellOwner(ledger, run, told);
      if (!isHeard) return { status: 'refused', finding: await cancelling(run, owner, machine) };
      if (isTold) return { status: 'told', run: run.id, owner: ownerText(owner) };
      continue;
    }
    const refusal = await whyNot(ports, run, wish, command);
    if (refusal) return { status: 'refused', finding: refusal };
    if (!isTold) await tell(ledger, run.id, told);
    const home = repositoryName(wish.home);
    await runs.start(home, await asAsked(ports, home, run, orchestrator));
    return { status: 'started', run: run.id, workflow: orchestrator.workflow };
  }
}

/**
 * The orchestrator, given what was given to it when the run began, as far as it has inputs for that: what it has none for stands in its file, at the
 * same tag.
 */
async function asAsked(
  { repositories }: Pick<GithubPorts, 'repositories'>,
  home: RepositoryName,
  { asked }: ChainRun,
  trigger: Orchestrator,
): Promise<Orchestrator> {
  const given = Object.entries({
    prerelease: asked?.prerelease === 'auto' ? '' : (asked?.prerelease ?? ''),
    only: asked?.only.join(',') ?? '',
    skip: asked?.skip.join(',') ?? '',
  }).filter(([, value]) => value !== '');
  if (given.length === 0) return trigger;
  const found = await repositories.workflow(home, trigger.workflow, trigger.ref);
  const known = given.filter(([name]) => found?.dispatch?.inputs.has(name));
  return { ...trigger, inputs: { ...trigger.inputs, ...Object.fromEntries(known) } };
}

/** Why the command makes no sense for a run that nobody owns; `null` where it does. */
async function whyNot(
  ports: GithubPorts,
  run: ChainRun,
  wish: Pick<GithubWish, 'ownership' | 'tag'>,
  command: 'pause' | 'resume' | 'retry',
): Promise<Finding | null> {
  // Whoever is started now would be refused for just that.
  const fallback = await countingFallback(ports.ledger, wish.tag);
  if (fallback?.fallback.started)
    return standingFinding({ ...fallback, status: 'started', run: fallback.fallback.started });
  const record = await readPrepared(ports.ledger, run.id);
  const held = await releaseHeld(ports, record, wish);
  if (held) return held;
  const { status } = record?.prepared ?? {};
  if (status === 'published') return refused(run, 'its release is public', 'make the next release under another tag');
  const isGivenUp = run.phase === 'failed' || run.phase === 'cancelled' || status === 'deleting';
  const isLeft = isUnfinished(run) || (run.phase === 'released' && (status === 'preparing' || status === 'publishing'));
  if (command === 'pause' && isLeft)
    return refused(run, 'nobody drives this run: nothing more of it begins', 'go on with resume');
  if (command !== 'pause' && (isLeft || (command === 'retry' && isGivenUp))) return null;
  const next =
    run.phase === 'built' ? 'begin another, with --restart or under another tag' : 'publish it, or begin another';
  return refused(run, `this run has ended: ${run.phase}`, isGivenUp ? 'try again with retry' : next);
}

const refused = ({ id }: ChainRun, what: string, remedy: string): Finding => ({
  code: 'conflict',
  severity: 'error',
  what,
  where: id,
  remedy,
});
