import type { Delivery, Rehearsal, RepositoryName } from '../../../ports/index.js';
import type { ChainEvent, Effect } from '../../engine/event.js';
import type { ChainRun } from '../../engine/state.js';
import { topologyOf } from '../../engine/topology.js';
import { stepThrough, type Beginning } from '../../run/drive.js';
import { orderOf } from '../../run/order.js';
import { refOf, repositoryName, settingsOf, triggerOf } from '../dispatch.js';
import type { Placeholders } from './placeholders.js';

type Begins = Extract<Effect, { type: 'dispatch' | 'find-run' | 'rerun' }>;

/** The chain run as it ends when all goes well: the engine's own steps, and the requests of its effects. */
export async function rehearseBuilds(
  { stored, takeOver }: Beginning,
  rehearsal: Rehearsal,
  names: Placeholders,
): Promise<ChainRun> {
  let { run } = stored;
  let events: readonly ChainEvent[] = [...(takeOver ? [takeOver] : []), { type: 'tick', now: run.now }];
  while (events.length > 0) {
    const next = stepThrough(run, events);
    ({ run } = next);
    const ended: ChainEvent[] = [];
    for (const effect of next.effects) {
      if (effect.type === 'release') return run;
      if (effect.type !== 'cancel-run') ended.push(await built(effect, run, rehearsal, names));
    }
    events = ended;
  }
  return run;
}

/** Sends what begins the build, and lets it succeed. */
async function built(effect: Begins, run: ChainRun, rehearsal: Rehearsal, names: Placeholders): Promise<ChainEvent> {
  const { component: name, attempt } = effect;
  const order = orderOf(run, topologyOf(run.components).index.get(name) ?? -1, effect);
  const settings = settingsOf(order);
  const repository = repositoryName(settings.repository);
  const id = await begun(effect, () => rehearsal.runs.start(repository, triggerOf(order, settings, refOf(settings))));
  const { collect } = settings;
  return {
    type: 'succeeded',
    component: name,
    attempt,
    artifacts: [],
    reused: false,
    ...(collect ? {} : { delivery: deliveryOf(name, repository, id, names) }),
  };

  /** The run's id, where somebody knows it. */
  async function begun(of: Begins, start: () => ReturnType<Rehearsal['runs']['start']>): Promise<number | null> {
    if (of.type === 'find-run') return null;
    if (of.type === 'rerun') {
      await rehearsal.runs.rerunFailed(of.process);
      return of.process.id;
    }
    const answer = await start();
    return answer.status === 'done' ? (answer.value?.id ?? null) : null;
  }
}

function deliveryOf(name: string, repository: RepositoryName, id: number | null, names: Placeholders): Delivery {
  return {
    repository,
    run: names.number(`run-id of ${name}`, id),
    artifact: names.number(`artifact-id of ${name}`, null),
    digest: `sha256:{digest of ${name}'s artifact}`,
  };
}
