import { type Finding, ReleaseError } from '@slipway/domain';
import { listVerified } from '../../sync-release-assets/index.js';
import type { Asset, Release } from '../../ports/index.js';
import type { ChainRun } from '../engine/state.js';
import { pendingCommands } from '../run/commands.js';
import { newestRun } from '../run/runs.js';
import { cancelOnGithub } from './cancel.js';
import { tagComponents } from './component-tags.js';
import { preparedAgain, standingOf, strangersAmong, unseen } from './draft-changes.js';
import type { GithubPorts } from './ports.js';
import { advanceRelease, claimRelease, releaseHeld } from './release-owner.js';
import { type PreparedRelease, readPrepared, type StoredRelease } from './release-record.js';
import type { GithubReport } from './report.js';
import type { GithubWish } from './wish.js';

/** `publish`: compares the draft with what was prepared, tags the components, and makes it public last. Safe to repeat and to kill. */
export async function publishOnGithub(ports: GithubPorts, wish: GithubWish): Promise<GithubReport> {
  for (;;) {
    const opened = await open(ports, wish);
    if (opened.status === 'over') return opened.report;
    const { run, release, record } = opened;
    if (wish.mode === 'dry-run') return report(wish.tag, 'planned', shown(release), []);
    const claimed = await claimRelease(ports, record, { run: run.id, tag: wish.tag, status: 'publishing' });
    // Somebody was faster: it is looked at again.
    if (claimed) return makePublic(ports, wish, { run, release, claimed });
  }
}

type Opened =
  | {
      readonly status: 'open';
      readonly run: ChainRun;
      readonly release: Release;
      readonly record: StoredRelease;
    }
  | { readonly status: 'over'; readonly report: GithubReport };

/** Whether it may be published now, by us. */
async function open(ports: GithubPorts, wish: GithubWish): Promise<Opened> {
  const { ledger, releases } = ports;
  const { tag } = wish;
  const over = (...told: ParametersOfReport): Opened => ({ status: 'over', report: report(tag, ...told) });
  const stored = await newestRun(ledger, tag);
  const record = stored && (await readPrepared(ledger, stored.run.id));
  if (!stored || !record) return over('refused', null, [notPrepared(tag)]);
  const { run } = stored;
  const { prepared } = record;
  const held = await releaseHeld(ports, record, wish);
  if (held) return over('refused', null, [held]);
  switch (prepared.status) {
    case 'published':
      return over('already-released', prepared.release && { ...prepared.release, state: 'public' }, []);
    case 'deleted':
    case 'preparing':
      return over('refused', null, [notPrepared(tag)]);
    case 'deleting':
      // Whoever prepares it anew ends the deleting, and must not find it cancelled once more.
      if ((await pendingCommands(ledger, run)).wish === 'retry') return over('refused', null, [notPrepared(tag)]);
      return { status: 'over', report: await cancelled(ports, wish) };
    case 'prepared':
      if ((await pendingCommands(ledger, run)).wish === 'cancel')
        return { status: 'over', report: await cancelled(ports, wish) };
      break;
    case 'publishing':
  }
  const read = await standingOf(releases, { tag, run: run.id }, prepared);
  if (read.status === 'refused') return over('refused', null, read.findings);
  const { release, assets } = read.standing;
  const differences = await differencesOf(ports, prepared, release, assets);
  if (!release || differences.length > 0) return over('refused', null, differences);
  return { status: 'open', run, release, record };
}

type ParametersOfReport = [GithubReport['status'], GithubReport['release'], readonly Finding[]];

/** Somebody had told an owner that died before it could do it. */
async function cancelled(ports: GithubPorts, wish: GithubWish): Promise<GithubReport> {
  if (wish.mode === 'dry-run') return report(wish.tag, 'refused', null, [isCancelled(wish.tag)]);
  const steering = { interrupt: new AbortController().signal, watch: () => {} };
  const steered = await cancelOnGithub(ports, wish, steering);
  if (steered.status === 'done') return steered.report;
  return report(wish.tag, 'refused', null, steered.status === 'refused' ? [steered.finding] : [notPrepared(wish.tag)]);
}

async function makePublic(
  ports: GithubPorts,
  { tag, release: { tags, latest } }: GithubWish,
  { run, release, claimed }: { readonly run: ChainRun; readonly release: Release; readonly claimed: StoredRelease },
): Promise<GithubReport> {
  const tagged: string[] = [];
  try {
    if (tags === 'components') await tagComponents(ports, run, tagged);
    const published = release.state === 'public' ? release : await ports.releases.publish(release.id, latest);
    // A draft has another address, under which nothing is found any more.
    const { id, url } = published;
    await advanceRelease(ports, claimed, { status: 'published', owner: null, release: { id, url } });
    return report(tag, 'published', shown(published), []);
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    return report(tag, 'failed', shown(release), [...error.findings, halfWay(tagged, release)]);
  }
}

const shown = ({ id, url, state }: Release): GithubReport['release'] => ({ id, url, state });

const report = (
  tag: string,
  status: GithubReport['status'],
  release: GithubReport['release'],
  findings: readonly Finding[],
): GithubReport => ({ schema: 1, status, tag, chain: null, release, findings });

/** Somebody may have changed the draft since. */
async function differencesOf(
  ports: GithubPorts,
  { assets: expected, tag, release: prepared }: PreparedRelease,
  release: Release | null,
  assets: readonly Asset[],
): Promise<readonly Finding[]> {
  if (!release) return [unseen(tag, prepared?.url ?? '')];
  const names = new Set(expected.map(({ name }) => name));
  const wanted = expected.map(({ name, size, digest }) => ({ name, file: { size, digest } }));
  const { findings } = await listVerified(ports, release, wanted);
  return [...preparedAgain(findings), ...strangersAmong(release, assets, names)];
}

const halfWay = (tagged: readonly string[], { url }: Release): Finding => ({
  code: 'unavailable',
  severity: 'error',
  what: `public by now: ${tagged.length === 0 ? 'nothing' : `the tags ${tagged.join(', ')}`}; the release may still be a draft`,
  where: url,
  remedy: 'run publish again: it goes on where this stopped',
});

const isCancelled = (tag: string): Finding => ({
  code: 'conflict',
  severity: 'error',
  what: 'somebody has cancelled this chain run: publish would delete its draft',
  where: tag,
  remedy: 'give the command retry to go on with it',
});

const notPrepared = (tag: string): Finding => ({
  code: 'not-found',
  severity: 'error',
  what: 'no release has been prepared under this tag',
  where: tag,
  remedy: 'run prepare first, and publish when its status is prepared',
});
