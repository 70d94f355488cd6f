import { type Finding, ReleaseError } from '@slipway/domain';
import { listVerified, readStanding } from '../../sync-release-assets/index.js';
import type { Asset, Release } from '../../ports/index.js';
import type { ChainRun } from '../engine/state.js';
import { newestRun } from '../run/runs.js';
import { repositoryName } from './dispatch.js';
import type { GithubPorts } from './ports.js';
import { type PreparedRelease, readPrepared, writePrepared } from './release-record.js';
import type { GithubReport } from './report.js';
import { orderOfRun } from './run-order.js';
import type { GithubWish } from './wish.js';

/** `publish`: compares the draft with what was prepared, tags the components, and makes it public last. Safe to repeat and to kill. */
export async function publishOnGithub(ports: GithubPorts, wish: GithubWish): Promise<GithubReport> {
  const { ledger, releases } = ports;
  const { tag } = wish;
  const stored = await newestRun(ledger, tag);
  const record = stored && (await readPrepared(ledger, stored.run.id));
  const isCancelled = stored?.run.phase === 'cancelled' || record?.prepared.status === 'deleted';
  if (!stored || !record || isCancelled) return report(tag, 'refused', null, [notPrepared(tag)]);
  const { run } = stored;
  const { prepared } = record;
  if (prepared.status === 'published')
    return report(tag, 'already-released', { ...prepared.release, state: 'public' }, []);
  const read = await readStanding(releases, { tag, owner: run.id });
  if (read.status === 'refused') return report(tag, 'refused', null, read.findings);
  const { release, assets } = read.standing;
  const differences = await differencesOf(ports, prepared, release, assets);
  if (!release || differences.length > 0) return report(tag, 'refused', null, differences);
  if (wish.mode === 'dry-run') return report(tag, 'planned', shown(release), []);
  await writePrepared(ledger, { ...prepared, status: 'publishing' });
  const tagged: string[] = [];
  try {
    if (wish.release.tags === 'components') await tagComponents(ports, run, tagged);
    const published = release.state === 'public' ? release : await releases.publish(release.id, wish.release.latest);
    await writePrepared(ledger, { ...prepared, status: 'published' });
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
  { assets: expected, tag, release: { url } }: PreparedRelease,
  release: Release | null,
  assets: readonly Asset[],
): Promise<readonly Finding[]> {
  if (!release) return [finding(`the draft is gone (${url})`, tag, 'prepare again: what is built is not built twice')];
  const names = new Set(expected.map(({ name }) => name));
  const strangers = assets.filter(({ name }) => !names.has(name));
  const wanted = expected.map(({ name, size, digest }) => ({ name, file: { size, digest } }));
  const verified = await listVerified(ports, release, wanted);
  return [
    ...verified.findings,
    ...strangers.map(({ name }) =>
      finding(
        `somebody added the asset ${name} to the draft`,
        release.url,
        'delete it there, or prepare again under restart: true',
      ),
    ),
  ];
}

/** What is required is tagged before what requires it. A tag that stands at the right commit is as good as made. */
async function tagComponents({ repositories }: GithubPorts, run: ChainRun, tagged: string[]): Promise<void> {
  for (const { component, source } of orderOfRun(run)) {
    const { remote, tag } = component;
    const { commit } = source;
    if (!remote || commit === null) continue;
    const repository = repositoryName(remote.repository);
    if (await isTagged(repositories, repository, tag, commit)) continue;
    const made = await repositories.createTag(repository, tag, commit);
    if (made.status !== 'done' && !(await isTagged(repositories, repository, tag, commit)))
      throw new ReleaseError([
        {
          code: 'unavailable',
          severity: 'error',
          what: `the tag ${tag} was to be made, and is not there`,
          where: remote.repository,
          remedy: 'run again',
        },
      ]);
    tagged.push(`${remote.repository} ${tag}`);
  }
}

async function isTagged(
  repositories: GithubPorts['repositories'],
  repository: ReturnType<typeof repositoryName>,
  tag: string,
  commit: string,
): Promise<boolean> {
  const there = await repositories.tag(repository, tag);
  if (there === null) return false;
  if (there.commit === commit) return true;
  throw new ReleaseError([
    {
      code: 'conflict',
      severity: 'error',
      what: `the tag ${tag} is at ${there.commit}, and ${commit} was built`,
      where: `${repository.owner}/${repository.repo}`,
      remedy: 'choose another git_tag, or begin a chain run of that commit',
    },
  ]);
}

const halfWay = (tagged: readonly string[], { url }: Release): Finding => ({
  code: 'unavailable',
  severity: 'error',
  what: `public by now: ${tagged.length === 0 ? 'nothing' : `the tags ${tagged.join(', ')}`}; the release may still be a draft`,
  where: url,
  remedy: 'run publish again: it goes on where this stopped',
});

const finding = (what: string, where: string, remedy: string): Finding => ({
  code: 'conflict',
  severity: 'error',
  what,
  where,
  remedy,
});

const notPrepared = (tag: string): Finding => ({
  code: 'not-found',
  severity: 'error',
  what: 'no release has been prepared under this tag',
  where: tag,
  remedy: 'run prepare first, and publish when its status is prepared',
});
