import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BuildOrder } from '@slipway/operations/ports';
import type { GatedProcess } from '../processes/gated.js';
import { type Attempt, makeFolders } from './attempt.js';
import { ownTrouble, type Trouble } from './failures.js';
import { type Log, openLog } from './log.js';
import { provideSource, type Repositories } from './source.js';
import { startBuild, type Surroundings } from './start.js';
import type { UpstreamFolders } from './upstream-folders.js';

export interface Workshop extends Repositories, Surroundings {
  readonly upstreams: UpstreamFolders;
  /** Takes each line of output as it comes, where somebody looks on. */
  readonly onOutput?: (component: string, line: string) => void;
}

/** A build that has all it needs. */
export interface Ready {
  readonly log: Log;
  /** Waits at its gate. */
  readonly child: GatedProcess;
}

/** Makes all that the command finds: folders, source, what its upstreams made, a log, and its process at a gate. */
export async function makeReady(
  order: BuildOrder,
  attempt: Attempt,
  signal: AbortSignal,
  workshop: Workshop,
): Promise<Ready | Trouble> {
  try {
    signal.throwIfAborted();
    const { upstreams, onOutput } = workshop;
    const { component, source } = order;
    await makeFolders(attempt);
    const trouble = await provideSource(source, attempt.checkout, signal, workshop);
    if (trouble) return trouble;
    for (const upstream of order.upstreams) await upstreams.provide(upstream, attempt.upstreams);
    await nextTurn(); // to start a process takes milliseconds: builds that have ended meanwhile come first
    const log = openLog(attempt.log, onOutput && ((line) => onOutput(component.name, line)));
    const child = await startBuild(order, attempt, log.output, workshop).catch(ownTrouble);
    if ('open' in child) return { log, child };
    log.close();
    return child;
  } catch (error) {
    return ownTrouble(error);
  }
}

/** Ends what waits at its gate. */
export async function letGo({ log, child }: Ready): Promise<void> {
  child.shut();
  await child.exit;
  log.close();
}
