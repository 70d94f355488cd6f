import { ReleaseError } from '@slipway/domain';
import { verifyReleaseAssets, verifyText } from '@slipway/operations/sync-release-assets';
import { conclude } from '../../conclude.js';
import type { Session } from '../../session.js';
import { connection } from './connection.js';
import type { VerifyFlags } from './flags.js';
import { interruptible } from './interruptible.js';
import { pushedTag } from './sync.js';

/** `slipway assets verify`: reads, and writes nothing. */
export async function verify(flags: VerifyFlags, session: Session): Promise<number> {
  const { shell, output } = session;
  const work = async (): Promise<number> => {
    const tag = flags.tag ?? pushedTag(shell);
    if (tag === null) throw noTag();
    const connected = await connection(flags.repository, session);
    if (connected.status === 'lacking') throw new ReleaseError([connected.finding]);
    const checksums = flags.checksums === '' ? null : flags.checksums;
    const report = await verifyReleaseAssets(connected, { tag, checksums });
    return conclude(output, report, verifyText(report));
  };
  return interruptible(session, work, async () => {});
}

const noTag = (): ReleaseError =>
  new ReleaseError([
    {
      code: 'bad-input',
      severity: 'error',
      what: 'nothing says which release is meant',
      where: '--tag',
      remedy: 'give --tag, as in --tag v1.2.0',
    },
  ]);
