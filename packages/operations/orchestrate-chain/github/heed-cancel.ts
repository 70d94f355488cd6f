import { ReleaseError } from '@slipway/domain';
import type { Releases } from '../../ports/index.js';
import type { ChainRun } from '../engine/state.js';
import { listen, pendingCommands } from '../run/commands.js';
import type { GithubPorts } from './ports.js';

/** How often commands are looked for while assets go up: milliseconds. A look is free as long as there are none. */
const every = 15_000;

export interface Heeding {
  /** Aborted when somebody cancels. */
  readonly signal: AbortSignal;
  /** Ends the listening. */
  readonly stop: () => Promise<void>;
}

/** Watches whether somebody cancels a chain run whose release we prepare. */
export async function heedCancel(
  { ledger, clock }: Pick<GithubPorts, 'ledger' | 'clock'>,
  run: ChainRun,
): Promise<Heeding> {
  const [cancelled, over] = [new AbortController(), new AbortController()];
  const { count, wish } = await pendingCommands(ledger, run);
  if (wish === 'cancel') return { signal: AbortSignal.abort(), stop: async () => {} };
  const heard = async (event: { readonly type: string; readonly command?: string }) => {
    if (event.command === 'cancel') cancelled.abort();
  };
  // A ledger that cannot be read now is read again, and complained about, at the end.
  const listening = listen({ ledger, clock }, { id: run.id, answered: count, every }, heard, over.signal).catch(
    () => {},
  );
  return {
    signal: cancelled.signal,
    stop: async () => {
      over.abort();
      await listening;
    },
  };
}

/** No upload begins once the signal is aborted. */
export const untilCancelled = (releases: Releases, signal: AbortSignal): Releases => ({
  ...releases,
  async upload(release, file, sent) {
    if (signal.aborted) throw new ReleaseError([cancelled(file.name)]);
    return releases.upload(release, file, sent);
  },
});

const cancelled = (where: string) =>
  ({
    code: 'conflict',
    severity: 'error',
    what: 'was not uploaded: somebody has cancelled the chain run',
    where,
    remedy: 'nothing has to be done',
  }) as const;
