import { type Finding, ReleaseError } from '@slipway/domain';
import { mayTakeOver } from '../run/recover.js';
import type { GithubPorts } from './ports.js';
import { type PreparedRelease, replacePrepared, type StoredRelease } from './release-record.js';
import type { GithubWish } from './wish.js';

type OwnerPorts = Pick<GithubPorts, 'ledger' | 'machine'>;
type Doing = Extract<PreparedRelease['status'], 'preparing' | 'publishing' | 'deleting'>;

/** A finding that names whoever is at work on a release; `null` where nobody alive is. */
export async function releaseHeld(
  { machine }: Pick<OwnerPorts, 'machine'>,
  before: StoredRelease | null,
  { ownership }: Pick<GithubWish, 'ownership'>,
): Promise<Finding | null> {
  if (before === null) return null;
  const { owner, run: id, status } = before.prepared;
  return mayTakeOver({ id, owner, builder: 'github', doing: `${status} its release` }, machine, ownership);
}

/** Becomes the owner of a chain run's release, as it stood when it was read; `null`: somebody was faster, and it has to be read again. */
export const claimRelease = (
  { ledger, machine }: OwnerPorts,
  before: StoredRelease | null,
  { run, tag, status }: { readonly run: string; readonly tag: string; readonly status: Doing },
): Promise<StoredRelease | null> =>
  replacePrepared(ledger, before, {
    schema: 1,
    run,
    tag,
    status,
    owner: machine.self(),
    epoch: (before?.prepared.epoch ?? 0) + 1,
    release: before?.prepared.release ?? null,
    assets: before?.prepared.assets ?? [],
  });

/** Writes what its owner has come to. An owner whom another one has followed stops here. */
export async function advanceRelease(
  { ledger }: Pick<OwnerPorts, 'ledger'>,
  claimed: StoredRelease,
  change: Partial<Pick<PreparedRelease, 'status' | 'owner' | 'release' | 'assets'>>,
): Promise<StoredRelease> {
  const written = await replacePrepared(ledger, claimed, { ...claimed.prepared, ...change });
  if (written) return written;
  throw new ReleaseError([
    {
      code: 'conflict',
      severity: 'error',
      what: 'somebody else has taken over this release',
      where: claimed.prepared.run,
      remedy: 'leave it to them; nothing more is done here',
    },
  ]);
}
