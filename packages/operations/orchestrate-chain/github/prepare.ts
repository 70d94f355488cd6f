import { isVersion, readVersion } from '@slipway/domain';
import { applySync, planSync, readStanding, type ReleaseWish, type SyncPlan } from '../../sync-release-assets/index.js';
import type { ChainRun } from '../engine/state.js';
import { notesOf } from '../release/make-release.js';
import type { ReleaseReport } from '../report/report.js';
import type { Steering } from '../run/drive.js';
import { newestRun } from '../run/runs.js';
import { buildOnGithub } from './build.js';
import type { GithubPorts } from './ports.js';
import { publishOnGithub } from './publish.js';
import { readPrepared, writePrepared } from './release-record.js';
import { githubReport, type GithubReport } from './report.js';
import type { GithubWish } from './wish.js';

/** `prepare`: builds, and brings all assets to a draft that carries the chain run's id. Safe to repeat and to kill. */
export async function prepareOnGithub(ports: GithubPorts, wish: GithubWish, steering: Steering): Promise<GithubReport> {
  const chain = await buildOnGithub(ports, wish, steering);
  const report = githubReport(wish.tag, chain);
  const stored = chain.release && (await newestRun(ports.ledger, wish.tag));
  if (!chain.release || !stored || wish.mode === 'dry-run') return report;
  return draft(ports, wish, stored.run, chain.release, report);
}

/** `run`: prepare and publish in one job, for a release that nobody has to approve. */
export async function releaseOnGithub(ports: GithubPorts, wish: GithubWish, steering: Steering): Promise<GithubReport> {
  const prepared = await prepareOnGithub(ports, wish, steering);
  if (prepared.status !== 'prepared') return prepared;
  const { chain } = prepared;
  const published = await publishOnGithub(ports, wish);
  return { ...published, chain, findings: [...prepared.findings, ...published.findings] };
}

async function draft(
  ports: GithubPorts,
  wish: GithubWish,
  run: ChainRun,
  made: ReleaseReport,
  report: GithubReport,
): Promise<GithubReport> {
  const { ledger, releases, clock, files } = ports;
  const before = await readPrepared(ledger, run.id);
  if (before?.prepared.status === 'published')
    return { ...report, status: 'already-released', release: { ...before.prepared.release, state: 'public' } };
  const wanted = await releaseWish(ports, wish, run);
  const read = await readStanding(releases, wanted);
  if (read.status === 'refused') return refused(report, read.findings);
  const planned = planSync(wantedFiles(made), read.standing, wanted);
  if (planned.status === 'refused') return refused(report, planned.findings);
  const applied = await applySync({ releases, clock, files, maxParallel: 4, told: () => {} }, planned.plan);
  const findings = [...report.findings, ...planned.plan.findings];
  if (applied.status === 'failed') return { ...report, status: 'failed', findings: [...findings, ...applied.findings] };
  const { id, url, state } = applied.release;
  const status = state === 'public' ? 'publishing' : 'prepared';
  await writePrepared(ledger, {
    schema: 1,
    run: run.id,
    tag: wish.tag,
    status: before?.prepared.status === 'publishing' ? 'publishing' : status,
    release: { id, url },
    assets: assetsOf(planned.plan),
  });
  return { ...report, status: 'prepared', release: { id, url, state }, findings };
}

const refused = (report: GithubReport, findings: GithubReport['findings']): GithubReport => ({
  ...report,
  status: 'refused',
  findings: [...report.findings, ...findings],
});

const assetsOf = ({ assets }: SyncPlan) => assets.map(({ file: { name, size, digest } }) => ({ name, size, digest }));

const wantedFiles = ({ folder, assets }: ReleaseReport) =>
  assets.map(({ name, size, digest }) => ({ name, path: `${folder}/assets/${name}`, size, digest }));

async function releaseWish(ports: GithubPorts, { tag, release }: GithubWish, run: ChainRun): Promise<ReleaseWish> {
  const { latest, target, notes, prerelease } = release;
  return {
    tag,
    title: run.set,
    notes: notes ?? (await notesOf(ports, run)),
    ...(target !== undefined && { target }),
    prerelease: prerelease === 'auto' ? isPrerelease(tag, run) : prerelease === 'true',
    latest,
    end: 'draft',
    ifExists: 'skip-identical',
    checksums: 'SHA256SUMS',
    owner: run.id,
    archive: null,
  };
}

/** By the tag's version, or where the tag is no version, by the components'. */
function isPrerelease(tag: string, { components }: Pick<ChainRun, 'components'>): boolean {
  const version = tag.replace(/^v/, '');
  const versions = isVersion(version) ? [version] : components.map(({ component }) => component.version);
  return versions.some((one) => isVersion(one) && readVersion(one).prerelease.length > 0);
}
